//! A nats-server of one test: started, killed and started again; nothing else is ever ended.

use std::{
    env,
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use runtime::bus::Bus;
use tempfile::TempDir;

pub(crate) struct Server {
    pub(crate) running: Option<Child>,
    pub(crate) store: TempDir,
    port: u16,
}

impl Server {
    pub(crate) fn start() -> Server {
        let mut server = Server::not_yet();
        server.run();
        server
    }

    /// Its address is known, but it doesn't run.
    pub(crate) fn not_yet() -> Server {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Server { running: None, store: tempfile::tempdir().unwrap(), port }
    }

    pub(crate) fn run(&mut self) {
        let store = self.store.path().display().to_string();
        self.run_with(&["-js", "-sd", &store]);
    }

    pub(crate) fn run_with(&mut self, options: &[&str]) {
        let program = env::var("NATS_SERVER").unwrap_or_else(|_| "nats-server".into());
        let child = Command::new(&program)
            .args(["-a", "127.0.0.1", "-p", &self.port.to_string()])
            .args(options)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let child = child.unwrap_or_else(|error| {
            panic!("these tests need a nats-server, and '{program}' does not start ({error}): install it or set NATS_SERVER")
        });
        self.running = Some(child);
        self.wait();
    }

    /// As in a power cut, but what the operating system has will be written.
    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.running.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    pub(crate) async fn bus(&self) -> Bus {
        Bus::connect(&self.url()).await.unwrap()
    }

    fn wait(&mut self) {
        let until = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            let ended = self.running.as_mut().and_then(|child| child.try_wait().unwrap());
            assert!(ended.is_none(), "the nats-server ended at once: {ended:?}");
            assert!(Instant::now() < until, "the nats-server does not listen");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}
