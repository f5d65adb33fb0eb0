//! Where the provider is: the realm on its host, the wallet on another, and what each path is.

use banc_core::exchange::Request;

/// Path of the realm. Source: published discovery document.
pub const REALM: &str = "/auth/realms/esante-wallet";
/// Path of the protocol under the realm.
const PROTOCOL: &str = "/protocol/openid-connect";
/// Path of the login form on the wallet. (ours)
const WALLET_LOGIN: &str = "/auth/connexion";
/// Path of the login form on the realm. Source: Keycloak.
const REALM_LOGIN: &str = "/login-actions/authenticate";

/// Base addresses, without path and without final slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PscAddresses {
    /// Host of the realm, e.g. `https://localhost:8443`.
    pub issuer_base: String,
    /// Host of the wallet.
    pub wallet_base: String,
}

impl Default for PscAddresses {
    /// What a provider that was never located answers with.
    fn default() -> Self {
        Self {
            issuer_base: "https://localhost".to_owned(),
            wallet_base: "https://localhost".to_owned(),
        }
    }
}

impl PscAddresses {
    /// The issuer.
    pub fn issuer(&self) -> String {
        format!("{}{REALM}", self.issuer_base)
    }

    /// An endpoint of the protocol, e.g. `/token`.
    pub fn endpoint(&self, path: &str) -> String {
        format!("{}{REALM}{PROTOCOL}{path}", self.issuer_base)
    }

    /// The wallet's authorization endpoint.
    pub fn wallet_authorization(&self) -> String {
        format!("{}/auth", self.wallet_base)
    }
}

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// `wallet-openid-configuration`.
    WalletDiscovery,
    /// `openid-configuration`.
    Discovery,
    Jwks,
    Authorization,
    /// The login form, and the page that waits for the phone.
    Login,
    Token,
    UserInfo,
    Introspection,
    Revocation,
    Logout,
    Ciba,
    /// The simulated phone.
    Ecps,
    /// The portal's root: leads to the simulated phone.
    Portal,
    Nowhere,
}

/// The path of a request, without its query.
pub(crate) fn path(request: &Request) -> &str {
    request.target.split('?').next().unwrap_or_default()
}

/// Where the form of a page goes: it stays on the host that served the page.
pub(crate) fn login_action(request: &Request) -> String {
    if path(request).starts_with(REALM) {
        format!("{REALM}{REALM_LOGIN}")
    } else {
        WALLET_LOGIN.to_owned()
    }
}

/// What a request is for. Both hosts know every path, as `/auth` alone tells them apart.
pub(crate) fn place(request: &Request, ecps: &str) -> Place {
    let path = path(request);
    if path == ecps {
        return Place::Ecps;
    }
    match path {
        "/" | "/login-page" => return Place::Portal,
        // With its final slash too: a production client of CNAM writes it.
        "/auth" | "/auth/" => return Place::Authorization,
        WALLET_LOGIN => return Place::Login,
        _ => {}
    }
    let Some(rest) = path.strip_prefix(REALM) else {
        return Place::Nowhere;
    };
    if let Some(endpoint) = rest.strip_prefix(PROTOCOL) {
        return match endpoint {
            "/auth" => Place::Authorization,
            "/token" => Place::Token,
            "/userinfo" => Place::UserInfo,
            "/token/introspect" => Place::Introspection,
            "/revoke" => Place::Revocation,
            "/logout" => Place::Logout,
            "/certs" => Place::Jwks,
            "/ext/ciba/auth" => Place::Ciba,
            _ => Place::Nowhere,
        };
    }
    match rest {
        "/.well-known/wallet-openid-configuration" => Place::WalletDiscovery,
        "/.well-known/openid-configuration" => Place::Discovery,
        REALM_LOGIN => Place::Login,
        _ => Place::Nowhere,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(target: &str) -> Place {
        let request = Request {
            target: target.to_owned(),
            ..Request::default()
        };
        place(&request, "/ecps")
    }

    #[test]
    fn both_spellings_of_the_wallet_and_the_native_path_are_the_same_place() {
        for target in [
            "/auth?client_id=x",
            "/auth/?client_id=x",
            "/auth/realms/esante-wallet/protocol/openid-connect/auth",
        ] {
            assert_eq!(at(target), Place::Authorization, "{target}");
        }
        assert_eq!(at("/ecps"), Place::Ecps);
        assert_eq!(
            at("/auth/realms/autre/protocol/openid-connect/auth"),
            Place::Nowhere
        );
        assert_eq!(at("/bc-authorize"), Place::Nowhere);
    }
}
