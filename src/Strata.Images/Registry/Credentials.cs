namespace Strata.Images.Registry;

/// <summary>Who asks.</summary>
/// <param name="User">The user's name.</param>
/// <param name="Password">The password.</param>
/// <param name="IdentityToken">A refresh token of OAuth 2 in place of a password; null where there is none.</param>
public sealed record Credentials(string User, string Password, string? IdentityToken = null)
{
    /// <summary>Says who, never the password.</summary>
    public override string ToString() => User;
}
