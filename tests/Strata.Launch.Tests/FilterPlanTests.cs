using System.Security.Cryptography;
using System.Text;
using Strata.Launch.Seccomp;
using Xunit;

namespace Strata.Launch.Tests;

[Trait("Kind", "Unit")]
public sealed class FilterPlanTests
{
    private const uint Allow = 0x7fff0000;

    [Fact]
    public void Digest_of_the_default_profile_is_that_of_its_data() =>
        Assert.Equal(DefaultProfile.Sha256, Convert.ToHexStringLower(SHA256.HashData(DefaultProfile.Json)));

    [Theory]
    [InlineData("{\"defaultAction\":", "line 1")]
    [InlineData("[]", "not the JSON of a profile")]
    [InlineData("null", "it is null")]
    [InlineData("{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"sycalls\":[]}", "unknown field \"sycalls\"")]
    [InlineData("{}", "an action is missing")]
    [InlineData("{\"defaultAction\":\"SCMP_ACT_DENY\"}", "unknown action \"SCMP_ACT_DENY\"")]
    [InlineData("{\"defaultAction\":\"SCMP_ACT_NOTIFY\"}", "SCMP_ACT_NOTIFY needs a listener, which is not built yet")]
    [InlineData("{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"defaultErrnoRet\":1}", "SCMP_ACT_ALLOW takes no errno")]
    [InlineData("{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"defaultErrnoRet\":5000}", "errnoRet 5000 is too large")]
    [InlineData("{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"defaultErrno\":\"EHUH\"}", "unknown errno \"EHUH\"")]
    [InlineData("{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"listenerPath\":\"/run/x\"}", "a listener is not built yet")]
    [InlineData("{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"flags\":[\"SECCOMP_FILTER_FLAG_LOG\"]}", "the flag \"SECCOMP_FILTER_FLAG_LOG\" is not built yet")]
    [InlineData("{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"architectures\":[\"SCMP_ARCH_Z80\"]}", "unknown architecture \"SCMP_ARCH_Z80\"")]
    [InlineData("{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"architectures\":[\"SCMP_ARCH_X86\"],\"archMap\":[{\"architecture\":\"SCMP_ARCH_X86\"}]}", "either architectures or archMap")]
    public void Profile_that_is_wrong_is_refused_by_what_is_wrong(string profile, string message) => Refused(profile, message);

    [Theory]
    [InlineData("\"action\":\"SCMP_ACT_KILL\"", "a rule has either names or a name")]
    [InlineData("\"names\":[\"read\"]", "an action is missing")]
    [InlineData("\"names\":[\"opne\"],\"action\":\"SCMP_ACT_KILL\"", "unknown system call \"opne\"")]
    [InlineData("\"names\":[\"read\"],\"action\":\"SCMP_ACT_KILL\",\"arg\":[]", "unknown field \"arg\"")]
    [InlineData("\"names\":[\"read\"],\"action\":\"SCMP_ACT_KILL\",\"args\":[{\"index\":6,\"op\":\"SCMP_CMP_EQ\"}]", "no argument 6")]
    [InlineData("\"names\":[\"read\"],\"action\":\"SCMP_ACT_KILL\",\"args\":[{\"index\":0,\"op\":\"SCMP_CMP_IS\"}]", "unknown op \"SCMP_CMP_IS\"")]
    [InlineData("\"names\":[\"read\"],\"action\":\"SCMP_ACT_KILL\",\"args\":[{\"index\":-1}]", "not the JSON of a profile: line 1")]
    [InlineData("\"names\":[\"read\"],\"action\":\"SCMP_ACT_KILL\",\"includes\":{\"caps\":[\"CAP_FLY\"]}", "unknown capability \"CAP_FLY\"")]
    [InlineData("\"names\":[\"read\"],\"action\":\"SCMP_ACT_KILL\",\"excludes\":{\"caps\":[\"CAP_7\"]}", "unknown capability \"CAP_7\"")]
    [InlineData("\"names\":[\"read\"],\"action\":\"SCMP_ACT_KILL\",\"excludes\":{\"minKernel\":\"new\"}", "minKernel \"new\" is no version")]
    [InlineData("\"names\":[\"read\"],\"action\":\"SCMP_ACT_KILL\",\"includes\":{\"kernel\":\"4.8\"}", "unknown field \"kernel\"")]
    public void Rule_that_is_wrong_is_refused_by_what_is_wrong(string rule, string message) =>
        Refused($$"""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{{{rule}}}]}""", message);

    [Theory]
    [InlineData("", true)]
    [InlineData("\"includes\":{\"caps\":[\"CAP_CHOWN\",\"CAP_DAC_OVERRIDE\"]}", true)]
    [InlineData("\"includes\":{\"caps\":[\"CAP_CHOWN\",\"CAP_SYS_ADMIN\"]}", false)]
    [InlineData("\"excludes\":{\"caps\":[\"CAP_SYS_ADMIN\",\"CAP_CHOWN\"]}", false)]
    [InlineData("\"excludes\":{\"caps\":[\"CAP_SYS_ADMIN\"]}", true)]
    [InlineData("\"includes\":{\"arches\":[\"arm64\",\"amd64\"]}", true)]
    [InlineData("\"includes\":{\"arches\":[\"arm64\"]}", false)]
    [InlineData("\"excludes\":{\"arches\":[\"amd64\"]}", false)]
    [InlineData("\"includes\":{\"minKernel\":\"5.10\"}", true)]
    [InlineData("\"includes\":{\"minKernel\":\"5.11\"}", false)]
    [InlineData("\"excludes\":{\"minKernel\":\"5.9\"}", false)]
    [InlineData("\"excludes\":{\"minKernel\":\"6.0\"}", true)]
    public void Rule_counts_where_its_conditions_hold(string condition, bool counts)
    {
        string rule = $"\"names\":[\"read\"],\"action\":\"SCMP_ACT_ALLOW\"{(condition.Length > 0 ? "," : "")}{condition}";
        FilterPlan plan = Plan($$"""{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{{{rule}}}]}""");
        Assert.Equal(counts ? ["read"] : [], plan.Rules.Select(found => found.Name));
        Assert.All(plan.Rules, found => Assert.Equal(Allow, found.Action));
    }

    [Fact]
    public void Machine_of_the_map_brings_its_others_and_foreign_ones_do_not_count()
    {
        FilterPlan plan = Plan("""{"defaultAction":"SCMP_ACT_ALLOW","archMap":[{"architecture":"SCMP_ARCH_AARCH64","subArchitectures":["SCMP_ARCH_ARM"]},{"architecture":"SCMP_ARCH_X86_64","subArchitectures":["SCMP_ARCH_X86"]}]}""");
        Assert.Equal([0xC000003Eu, 0x40000003u], plan.Architectures);
        Assert.Equal([0xC000003Eu], Plan("""{"defaultAction":"SCMP_ACT_ALLOW","architectures":["SCMP_ARCH_S390X"]}""").Architectures);
    }

    private static FilterPlan Plan(string profile) => FilterPlan.For(SeccompProfile.Parse(Encoding.UTF8.GetBytes(profile)), new FilterTarget(DefaultSpec.CapabilityMask, "5.10.0-23-amd64"));

    private static void Refused(string profile, string message)
    {
        LaunchException refusal = Assert.Throws<LaunchException>(() => FilterCompiler.Compile(Plan(profile)));
        Assert.Equal(LaunchException.OwnFailure, refusal.ExitCode);
        Assert.StartsWith("seccomp profile: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }
}
