namespace Gardu;

/// <summary>What was asked for cannot be done as it was asked; the message says what to write instead.</summary>
sealed class UsageException(string message) : Exception(message);
