//! A real nats-server of a test's own, on a free port, in a temporary folder.

use std::{
    net::TcpStream,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::free_port;

pub struct Nats {
    child: Option<Child>,
    folder: TempDir,
    port: u16,
}

impl Nats {
    pub fn start() -> Self {
        let mut nats = Nats { child: None, folder: TempDir::new().expect("a temporary folder"), port: free_port() };
        nats.resume();
        nats
    }

    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// Where it keeps its streams.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Kills the server; its streams stay on disk.
    pub fn pause(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().expect("the server is ours to end");
            child.wait().expect("it ends");
        }
    }

    /// Starts it again, on the same port and streams.
    pub fn resume(&mut self) {
        let server = std::env::var("NATS_SERVER").unwrap_or_else(|_| "nats-server".into());
        let child = Command::new(&server)
            .args(["-js", "-a", "127.0.0.1", "-p", &self.port.to_string(), "-sd"])
            .arg(self.folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        match child {
            Ok(child) => self.child = Some(child),
            Err(error) => {
                panic!("{server} does not start ({error}): tests/run installs nats-server, or set NATS_SERVER")
            }
        }
        let until = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(Instant::now() < until, "nats-server does not answer on port {}", self.port);
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        self.pause();
    }
}
