using EdgeProbe.Agent.Commands;

return await CommandLine.InvokeAsync(args).ConfigureAwait(false);
