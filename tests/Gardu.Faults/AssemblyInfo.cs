using Gardu.Testing.Live;

[assembly: AssemblyFixture(typeof(SharedPostgres))]
