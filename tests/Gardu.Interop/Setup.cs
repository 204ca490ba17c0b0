using System.Net;

namespace Gardu.Interop;

/// <summary>Installs a WordPress by its own pages, as its owner does once.</summary>
static class Setup
{
    public static async Task Run(Uri server)
    {
        var owner = new Visitor(server, new CookieContainer());
        var installed = await owner.Post("/wp-admin/install.php?step=2",
            ("weblog_title", "News"), ("user_name", WordPress.User), ("admin_password", WordPress.Password), ("admin_password2", WordPress.Password),
            ("pw_weak", "on"), ("admin_email", "editor@news.example"), ("blog_public", "1"), ("language", ""));
        Assert.True(installed.Body.Contains("Success!", StringComparison.Ordinal), $"WordPress says {installed.Status}: {System.Text.RegularExpressions.Regex.Replace(installed.Body, @"<style.*?</style>|<[^>]*>|\s+", " ", System.Text.RegularExpressions.RegexOptions.Singleline)}");
        Assert.Equal(302, (await owner.LogIn()).Status);
        var permalinks = await owner.Get("/wp-admin/options-permalink.php");
        var saved = await owner.Post("/wp-admin/options-permalink.php",
            ("_wpnonce", permalinks.Field("_wpnonce")), ("selection", "/%postname%/"), ("permalink_structure", "/%postname%/"), ("submit", "Save Changes"));
        Assert.Equal(302, saved.Status);
    }
}
