//! What befalls a nats-server, and who looks into it.

use async_nats::jetstream;

use super::server::Server;

impl Server {
    /// A server that keeps no streams.
    pub(crate) fn start_without_jetstream() -> Server {
        let mut server = Server::not_yet();
        server.run_with(&[]);
        server
    }

    /// Loses all that JetStream kept.
    pub(crate) fn lose_everything(&mut self) {
        assert!(self.running.is_none(), "kill it first");
        self.store = tempfile::tempdir().unwrap();
    }

    /// Somebody with all rights on the server.
    pub(crate) async fn operator(&self) -> jetstream::Context {
        jetstream::new(async_nats::connect(self.url()).await.unwrap())
    }
}
