using System.Net.Security;
using System.Net.Sockets;

namespace Strata.Images.Registry;

/// <summary>HTTP connections to one registry and to where it sends us. Everything blocks; <see cref="Abort"/> ends what waits.</summary>
internal sealed class HttpTransport : IDisposable
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(30);
    private readonly RegistryAccess access;
    private readonly HttpMessageInvoker invoker;
    private readonly ServerCertificates certificates;
    private readonly HashSet<Socket> sockets = [];
    private bool isAborted;

    /// <summary>Connects to nothing yet.</summary>
    public HttpTransport(RegistryHost host, RegistryAccess access)
    {
        this.access = access;
        certificates = new ServerCertificates(host, access);
        SocketsHttpHandler handler = new()
        {
            ConnectCallback = Connect,
            UseCookies = false,
            UseProxy = !host.IsLoopback,
            MaxConnectionsPerServer = 16,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = certificates.Accept,
            },
        };
        invoker = new HttpMessageInvoker(handler);
    }

    /// <summary>Why the last certificate of a server was refused; null where none was.</summary>
    public string? CertificateProblem => certificates.Problem;

    /// <summary>Whether the certificates for this registry lie in a folder of their own, so that it certainly speaks TLS.</summary>
    public bool HasCertificates => certificates.IsConfigured;

    /// <summary>Sends a request, follows redirections, and gives the answer once its headers are there.</summary>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellation) => invoker.Send(request, cancellation);

    /// <summary>Closes all connections: whoever waits for bytes gets an exception at once, and so does whoever would begin to.</summary>
    public void Abort()
    {
        lock (sockets)
        {
            isAborted = true;
            foreach (Socket socket in sockets)
            {
                socket.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => invoker.Dispose();

    private ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            Register(socket);
            using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(ConnectPatience);
            using (patience.Token.UnsafeRegister(static socket => ((Socket)socket!).Dispose(), socket))
            {
                // Not asynchronously: such a socket would wait through another thread for every read that follows.
                socket.Connect(context.DnsEndPoint);
            }

            socket.ReceiveTimeout = socket.SendTimeout = (int)access.Patience.TotalMilliseconds;
            return ValueTask.FromResult<Stream>(new ConnectionStream(socket, Forget));
        }
        catch (ObjectDisposedException)
        {
            Forget(socket);
            throw new SocketException((int)SocketError.TimedOut);
        }
        catch
        {
            socket.Dispose();
            Forget(socket);
            throw;
        }
    }

    /// <summary>
    /// Notes a socket, connected or not yet. Another thread may only dispose it: one whose handle was looked at while it
    /// connects cannot go on to the next address of a name.
    /// </summary>
    private void Register(Socket socket)
    {
        lock (sockets)
        {
            sockets.Add(socket);
            if (isAborted)
            {
                socket.Dispose();
            }
        }
    }

    private void Forget(Socket socket)
    {
        lock (sockets)
        {
            sockets.Remove(socket);
        }
    }

    /// <summary>A connection that says when it is closed.</summary>
    private sealed class ConnectionStream(Socket socket, Action<Socket> closed) : NetworkStream(socket, ownsSocket: true)
    {
        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            closed(Socket);
        }
    }
}
