using System.CommandLine;

var root = new RootCommand("The booth between your content and the machines that want it.");
return await root.Parse(args).InvokeAsync();
