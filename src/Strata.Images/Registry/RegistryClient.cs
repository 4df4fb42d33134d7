using System.Net;
using System.Net.Http.Headers;
using Polly;

namespace Strata.Images.Registry;

/// <summary>
/// A registry, spoken to by the OCI distribution specification 1.1, which Docker's registry API V2 is: with the scheme that it
/// speaks, as whom it wants to know, again where it fails for the moment. Safe for several threads; everything blocks.
/// </summary>
internal sealed partial class RegistryClient : IDisposable
{
    private readonly HttpTransport transport;
    private readonly Authorizer authorizer;
    private readonly ResiliencePipeline<HttpResponseMessage> retry;
    private readonly CancellationToken cancellation;
    private readonly CancellationTokenSource brokenOff;
    private readonly CancellationTokenRegistration registration;
    private volatile bool isPlain;
    private volatile bool isSchemeKnown;

    /// <summary>Connects to nothing yet.</summary>
    /// <param name="registry">The registry's name, as image names have it.</param>
    /// <param name="access">How to reach it.</param>
    /// <param name="cancellation">Ends every request.</param>
    public RegistryClient(string registry, RegistryAccess access, CancellationToken cancellation)
    {
        Host = new RegistryHost(registry);
        Access = access;
        this.cancellation = cancellation;
        transport = new HttpTransport(Host, access);
        retry = RegistryRetry.Pipeline(access.RetryPause);
        authorizer = new Authorizer(Host, access, SendOnce);

        // On this machine plain HTTP is tried first: it costs no TLS set-up, and nobody can listen.
        isPlain = access.PlainHttp || (Host.IsLoopback && !transport.HasCertificates);
        isSchemeKnown = access.PlainHttp || !isPlain;
        brokenOff = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        registration = brokenOff.Token.Register(transport.Abort);
    }

    /// <summary>The registry.</summary>
    public RegistryHost Host { get; }

    /// <summary>How it is reached.</summary>
    public RegistryAccess Access { get; }

    /// <summary>The API's root, <c>…/v2/</c>.</summary>
    private Uri Api => new($"{(isPlain ? "http" : "https")}://{Host.Endpoint}/v2/");

    /// <summary>Sends a request and gives the answer, whatever it says except that the asker is unknown.</summary>
    /// <exception cref="ImageException">No answer came, or the registry does not let us.</exception>
    public HttpResponseMessage Send(RegistryRequest request)
    {
        try
        {
            return request.IsTriedOnce ? SendAuthorized(request) : retry.Execute(_ => SendAuthorized(request), brokenOff.Token);
        }
        catch (Exception) when (IsBrokenOff)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new OperationCanceledException();
        }
        catch (Exception e) when (!request.IsTriedOnce && RegistryRetry.IsOfTheConnection(e))
        {
            throw RegistryProblem.NoAnswer(Host, isPlain, e, transport.CertificateProblem);
        }
    }

    /// <summary>Ends every request that waits, and refuses new ones.</summary>
    public void BreakOff() => brokenOff.Cancel();

    /// <summary>Waits before something is tried again; says no when that was often enough.</summary>
    /// <param name="attempt">How often it failed in a row, from 1.</param>
    public bool TryPause(int attempt)
    {
        if (attempt > RegistryRetry.MostRetries || IsBrokenOff)
        {
            return false;
        }

        brokenOff.Token.WaitHandle.WaitOne(Access.RetryPause * Math.Pow(2, attempt - 1));
        return !IsBrokenOff;
    }

    /// <summary>Whether requests are ended.</summary>
    public bool IsBrokenOff => brokenOff.IsCancellationRequested;

    /// <inheritdoc/>
    public void Dispose()
    {
        registration.Dispose();
        brokenOff.Dispose();
        transport.Dispose();
    }

    private HttpResponseMessage SendAuthorized(RegistryRequest request)
    {
        AuthenticationHeaderValue? authorization = authorizer.For(request.Scopes);
        for (int challenges = 0; ; challenges++)
        {
            HttpResponseMessage response = SendInKnownScheme(request, authorization);

            // Where another server wants to know who asks, after a redirection for instance, it is not told.
            if (response.StatusCode != HttpStatusCode.Unauthorized || challenges == 2
                || !RegistryRequest.IsSameOrigin(Api, response.RequestMessage?.RequestUri))
            {
                return response;
            }

            using (response)
            {
                authorization = authorizer.Answer(response, request.Scopes, authorization);
            }
        }
    }

    /// <summary>A server that speaks TLS says 400 to plain HTTP, or nothing: then TLS it is.</summary>
    private HttpResponseMessage SendInKnownScheme(RegistryRequest request, AuthenticationHeaderValue? authorization)
    {
        if (isSchemeKnown)
        {
            return SendOnce(request.ToMessage(Api, authorization));
        }

        try
        {
            HttpResponseMessage response = SendOnce(request.ToMessage(Api, authorization));
            if (response.StatusCode != HttpStatusCode.BadRequest)
            {
                isSchemeKnown = true;
                return response;
            }

            response.Dispose();
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse)
        {
            // A TLS server may close without a word.
        }

        isPlain = false;
        isSchemeKnown = true;
        return SendOnce(request.ToMessage(Api, authorization));
    }

    private HttpResponseMessage SendOnce(HttpRequestMessage message) => transport.Send(message, brokenOff.Token);
}
