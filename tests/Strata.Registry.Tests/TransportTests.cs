using System.Collections.Concurrent;
using Strata.Images.Registry;
using Xunit;

namespace Strata.Registry.Tests;

[Trait("Kind", "Registry")]
public sealed class TransportTests : IDisposable
{
    private readonly RegistryWorkplace workplace = new();
    private readonly ScriptedRegistry registry = new();

    public void Dispose()
    {
        registry.Dispose();
        workplace.Dispose();
    }

    [Fact]
    public void ConnectionsThatBeginAtOnce_DoNotDisturbEachOther()
    {
        registry.Script = static _ => new ScriptedAnswer(200, "{}", ("Connection", "close"));
        string host = registry.Host.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        using HttpTransport transport = new(new RegistryHost(host), workplace.Access);
        ConcurrentQueue<Exception> failures = [];
        List<Thread> threads = [.. Enumerable.Range(0, 12).Select(_ => new Thread(Ask))];
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.Empty(failures);

        void Ask()
        {
            try
            {
                for (int i = 0; i < 40; i++)
                {
                    using HttpRequestMessage request = new(HttpMethod.Get, $"http://{host}/v2/");
                    transport.Send(request, CancellationToken.None).Dispose();
                }
            }
            catch (Exception e)
            {
                failures.Enqueue(e);
            }
        }
    }
}
