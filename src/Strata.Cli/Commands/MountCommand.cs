using System.CommandLine;
using Strata.Blobs;
using Strata.Containers;
using Strata.Containers.Mounts;

namespace Strata.Cli.Commands;

/// <summary><c>strata mount</c>.</summary>
internal static class MountCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption root)
    {
        Option<string?> upper = new("--upper") { HelpName = "DIR", Description = "Folder that takes the changes; without it the mount is read-only" };
        Option<string?> work = new("--work") { HelpName = "DIR", Description = "Empty folder on the file system of the upper folder, for changes under way" };
        DriverOption driver = new();
        VerifyOption verify = new();
        Argument<string> image = new("IMAGE") { Description = "Name or ID of an image" };
        Argument<string> target = new("DIR") { Description = "Folder to mount on" };
        DocumentedCommand command = new(
            "mount",
            "Mount an image's file system, read-only or with a folder for changes",
            "strata mount debian:12 /mnt",
            "strata mount --upper up --work wk debian:12 /mnt",
            "strata mount --driver kernel debian:12 /mnt",
            "strata umount /mnt") { upper, work, driver, verify, image, target };
        command.Validators.Add(result =>
        {
            if (result.GetValue(upper) is null != result.GetValue(work) is null)
            {
                result.AddError("--upper and --work are given together");
            }
        });
        command.SetAction(parse =>
        {
            MountDriver served = driver.ValueOf(parse);
            using Store store = Store.Open(root.PathOf(parse));
            StoreGuard held = store.Blobs.Hold();
            MountRequest request = new()
            {
                Image = store.Images.Resolve(parse.GetRequiredValue(image)),
                Driver = served,
                Verify = parse.GetValue(verify),
                Target = parse.GetRequiredValue(target),
                Upper = parse.GetValue(upper) is { } up ? Path.GetFullPath(up) : null,
                Work = parse.GetValue(work),
            };
            using ImageMount mount = ImageMount.Start(store, request);
            held.Dispose();
            mount.ServeToItsEnd();
            return ExitCode.Ok;
        });
        return command;
    }
}
