namespace Gardu.Tidy;

/// <summary>Who may know whom: dependencies point down the list, and some knowledge stays in one room.</summary>
public sealed class DependencyTests
{
    /// <summary>From the top down; a project may reference those behind it.</summary>
    static readonly string[] House =
        ["Gardu", "Gardu.Store", "Gardu.Console", "Gardu.Gate", "Gardu.Commerce", "Gardu.Delivery", "Gardu.Evidence", "Gardu.Reports", "Gardu.Client", "Gardu.Ledger", "Gardu.Agents", "Gardu.Terms", "Gardu.Protocols"];

    static readonly string[] WithoutAspNetCore = ["Gardu.Protocols", "Gardu.Terms", "Gardu.Agents", "Gardu.Ledger", "Gardu.Reports", "Gardu.Evidence"];

    [Fact]
    public void Every_project_has_its_place_in_the_house() => Assert.Empty(Repository.Projects.Except(House));

    [Fact]
    public void Dependencies_point_down_only()
    {
        foreach (var project in Repository.Projects)
            foreach (var reference in Repository.References(project))
                Assert.True(Array.IndexOf(House, reference) > Array.IndexOf(House, project), $"{project} must not reference {reference}");
    }

    /// <summary>So that an outsider has little to read, and nothing that could speak to anybody.</summary>
    [Fact]
    public void The_verifier_stands_on_the_ledger_and_the_wire_formats_alone()
    {
        Assert.Equal(["Gardu.Verify"], Repository.Tools);
        Assert.Equal(["Gardu.Ledger", "Gardu.Protocols"], Repository.References("Gardu.Verify").Order());
        Assert.Empty(Repository.Packages("Gardu.Verify"));
        Assert.Empty(Repository.Frameworks("Gardu.Verify"));
        foreach (var source in Repository.Sources("Gardu.Verify"))
            Assert.DoesNotMatch(@"\b(HttpClient|Socket|Process|TimeProvider)\b|\bFile\.(Write|Append|Create|OpenWrite|Delete|Move|Copy)|\bDirectory\.(Create|Delete|Move)|System\.Net\b|\bUtcNow\b", Repository.CodeOf(source));
    }

    [Fact]
    public void Only_the_program_references_the_store() =>
        Assert.Equal(["Gardu"], Repository.Projects.Where(project => Repository.References(project).Contains("Gardu.Store")));

    [Fact]
    public void The_pure_projects_know_no_web_server()
    {
        foreach (var project in WithoutAspNetCore.Intersect(Repository.Projects))
        {
            Assert.Empty(Repository.Frameworks(project));
            foreach (var source in Repository.Sources(project))
                Assert.DoesNotContain("Microsoft.AspNetCore", Repository.CodeOf(source), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Only_the_gate_and_the_console_see_a_request()
    {
        foreach (var project in Repository.Projects.Except(["Gardu.Gate", "Gardu.Console"]))
            foreach (var source in Repository.Sources(project))
                Assert.False(Repository.CodeOf(source).Contains("HttpContext", StringComparison.Ordinal), $"{source} names HttpContext");
    }

    [Fact]
    public void Only_the_store_speaks_sql()
    {
        foreach (var project in Repository.Projects.Except(["Gardu.Store"]))
        {
            Assert.DoesNotContain(Repository.Packages(project), package => package.Contains("Sqlite", StringComparison.Ordinal) || package.Contains("Npgsql", StringComparison.Ordinal));
            foreach (var source in Repository.Sources(project))
                Assert.DoesNotMatch(@"""\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE) ", Repository.Read(source));
        }
    }

    [Theory]
    [InlineData("Gardu.Terms")]
    [InlineData("Gardu.Protocols")]
    [InlineData("Gardu.Ledger")]
    public void The_terms_the_ledger_and_the_wire_formats_do_no_input_or_output_and_know_no_clock(string project)
    {
        foreach (var source in Repository.Sources(project))
            Assert.DoesNotMatch(@"\b(File|Directory|FileStream|HttpClient|Socket|Console|Environment|TimeProvider|DateTime|Stopwatch|Random)\b\s*[.(]", Repository.CodeOf(source));
    }

    [Fact]
    public void The_decision_is_one_function_that_nobody_repeats()
    {
        var callers = Repository.Projects.Except(["Gardu.Terms"]).SelectMany(Repository.Sources)
            .Where(source => Repository.CodeOf(source).Contains("new Decision(", StringComparison.Ordinal));
        Assert.Empty(callers);
    }

    [Fact]
    public void Every_package_states_its_licence()
    {
        foreach (var line in Repository.Read("Directory.Packages.props").Split('\n').Where(line => line.Contains("<PackageVersion ", StringComparison.Ordinal)))
            Assert.Matches("<!-- (MIT|Apache-2.0|BSD-2-Clause|BSD-3-Clause|PostgreSQL|MPL-2.0)", line);
    }

    [Fact]
    public void The_notices_name_every_package_that_ships()
    {
        var notices = Repository.Read("THIRD-PARTY-NOTICES.md");
        foreach (var package in Repository.Projects.Concat(Repository.Tools).SelectMany(Repository.Packages).Distinct())
            Assert.Contains(package, notices, StringComparison.Ordinal);
    }
}
