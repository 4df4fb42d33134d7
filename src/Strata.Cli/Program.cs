using Strata.Cli;
using Strata.Linux;

// What an image says of permissions is what is made: no mask of the caller's shell changes it.
_ = Sys.SetUmask(0);

return CommandLine.Run(args);
