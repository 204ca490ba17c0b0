using ParquetSharp;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>Which columns of a Parquet file are read.</summary>
/// <param name="Text">The number of the column that holds the text.</param>
/// <param name="Kind">What its texts are.</param>
/// <param name="Heads">The columns that say what a row is.</param>
sealed record ParquetColumns(int Text, TextKind Kind, IReadOnlyList<(int Number, string Name)> Heads)
{
    /// <summary>Names of columns that say what a row is, where they are strings and no lists.</summary>
    static readonly string[] HeadNames = ["id", "url", "title", "author", "date", "licence", "license", "language"];

    /// <summary>All of them, that of the text first.</summary>
    public IEnumerable<int> Numbers => [Text, .. Heads.Select(head => head.Number)];

    /// <summary>Finds them. Throws <see cref="UnreadableException"/> where no column is the text.</summary>
    public static ParquetColumns Of(ParquetFileReader parquet, string? textField)
    {
        var columns = Strings(parquet.FileMetaData.Schema);
        var text = textField is null ? Detected(parquet, columns) : Named(columns, textField);
        if (text is not { } found)
        {
            var names = columns.Count == 0 ? "none" : string.Join(", ", columns.Select(column => column.Name));
            throw new UnreadableException($"{(textField is null ? "none of its columns is a text" : $"no column \"{textField}\" is a text")}; its columns of texts: {names}");
        }
        var heads = columns.Where(column => column.Number != found.Number && !column.IsList && HeadNames.Contains(column.Name, StringComparer.OrdinalIgnoreCase));
        return new ParquetColumns(found.Number, TextFields.KindOf(found.Name.Split('.')[^1], TextKind.Plain), [.. heads.Select(column => (column.Number, column.Name))]);
    }

    // The name is the path without the groups that lists are made of.
    readonly record struct StringColumn(int Number, string Path, string Name, bool IsList, bool IsString)
    {
        public string Outer => Name.Split('.')[0];

        public string Inner => Name.Split('.')[^1];
    }

    static List<StringColumn> Strings(SchemaDescriptor schema)
    {
        var found = new List<StringColumn>();
        for (var number = 0; number < schema.NumColumns; number++)
        {
            var column = schema.Column(number);
            var type = TypeOf(column);
            if (column.PhysicalType != PhysicalType.ByteArray || type is not (LogicalTypeEnum.String or LogicalTypeEnum.Json or LogicalTypeEnum.None or LogicalTypeEnum.Nil))
                continue;
            using var path = column.Path;
            var names = path.ToDotVector();
            // A list is a group "list" or "array" around "element", "item" or "array_element" (Parquet's LogicalTypes.md).
            var name = string.Join('.', names.Where((part, at) => at == 0 || part is not ("list" or "array" or "bag" or "element" or "item" or "array_element")));
            found.Add(new StringColumn(number, path.ToDotString(), name, column.MaxRepetitionLevel > 0, type is LogicalTypeEnum.String));
        }
        return found;
    }

    static LogicalTypeEnum? TypeOf(ColumnDescriptor column)
    {
        try
        {
            using var type = column.LogicalType;
            return type.Type;
        }
        catch (ArgumentOutOfRangeException) // a type that the library does not know
        {
            return null;
        }
    }

    static StringColumn? Named(List<StringColumn> columns, string field) =>
        First(columns, column => column.Path == field || column.Name == field) ?? Usual([.. columns.Where(column => column.Outer == field)]) ?? First(columns, column => column.Outer == field);

    /// <summary>Octets of no type, which some writers leave their texts as, may be pictures: they count where there is nothing else.</summary>
    static StringColumn? Detected(ParquetFileReader parquet, List<StringColumn> columns)
    {
        if (columns.Exists(column => column.IsString))
            columns = columns.FindAll(column => column.IsString);
        return Usual(columns) ?? Longest(parquet, columns);
    }

    /// <summary>By the usual names: of a column, else of a member of structs.</summary>
    static StringColumn? Usual(List<StringColumn> columns)
    {
        foreach (var name in TextFields.Names)
        {
            if (First(columns, column => column.Name == name) is { } whole)
                return whole;
        }
        foreach (var name in TextFields.Names)
        {
            if (First(columns, column => column.Inner == name) is { } inner)
                return inner;
        }
        return null;
    }

    static StringColumn? Longest(ParquetFileReader parquet, List<StringColumn> columns)
    {
        if (parquet.FileMetaData.NumRowGroups == 0)
            return First(columns, _ => true);
        using var group = parquet.RowGroup(0);
        (StringColumn? Column, long Length) longest = (null, -1);
        var room = new byte[4096];
        foreach (var column in columns)
        {
            using var strings = new ParquetStrings(group.Column(column.Number));
            var length = 0L;
            for (var row = 0; row < ParquetReader.SampleRows && strings.NextRow(); row++)
            {
                while (strings.Read(room) is var read and > 0)
                    length += read;
            }
            if (length > longest.Length)
                longest = (column, length);
        }
        return longest.Column;
    }

    static StringColumn? First(List<StringColumn> columns, Func<StringColumn, bool> which)
    {
        var at = columns.FindIndex(column => which(column));
        return at < 0 ? null : columns[at];
    }
}
