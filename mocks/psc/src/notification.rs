//! Back-channel logouts: what has to be told, and to whom. Carrying it is not the provider's part,
//! which never waits for a client.

/// A logout to tell a client.
#[derive(Clone, PartialEq, Eq)]
pub struct LogoutNotification {
    /// Where to POST the form `logout_token=…`.
    pub uri: String,
    /// The signed logout token.
    pub logout_token: String,
    /// Client told.
    pub client_id: String,
}

impl std::fmt::Debug for LogoutNotification {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LogoutNotification")
            .field("uri", &self.uri)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// Carries logouts to clients; must not block.
pub trait Notifier: Send + Sync + 'static {
    /// Takes charge of one.
    fn notify(&self, notification: LogoutNotification);
}
