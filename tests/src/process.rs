//! Services in processes of their own, killed and started again as a test wants.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        LazyLock,
        atomic::{AtomicU16, Ordering},
    },
    time::{Duration, Instant},
};

use accord::client::Client;
use uuid::Uuid;

/// Below the ports that systems give to connections: a caller who tries again and again could be given the port of a
/// service that is just away, and reach itself.
const PORTS: std::ops::Range<u16> = 15_000..30_000;

/// A port nobody listens on right now, never given twice to one test.
pub fn free_port() -> u16 {
    static NEXT: LazyLock<AtomicU16> = LazyLock::new(|| AtomicU16::new(Uuid::new_v4().as_u64_pair().0 as u16));
    let mut tried = std::iter::repeat_with(|| PORTS.start + NEXT.fetch_add(1, Ordering::Relaxed) % PORTS.len() as u16);
    let free = tried.by_ref().take(PORTS.len()).find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok());
    free.expect("a loopback port")
}

/// The program as cargo built it beside this test.
pub fn accord_binary() -> PathBuf {
    let mut folder = std::env::current_exe().expect("a test has a path");
    folder.pop();
    if folder.ends_with("deps") {
        folder.pop();
    }
    let binary = folder.join("accord");
    assert!(
        binary.exists(),
        "{} is missing: build it first with `cargo build -p accord`, as tests/run does",
        binary.display()
    );
    binary
}

/// `accord serve SERVICE…` or `accord up`, restartable on the same port and data.
pub struct Process {
    arguments: Vec<String>,
    port: u16,
    log: PathBuf,
    child: Option<Child>,
}

impl Process {
    /// `services` empty: all of them, as `up`.
    pub fn new(services: &[&str], data: &Path, nats: Option<&str>) -> Self {
        let port = free_port();
        let mut arguments: Vec<String> = match services {
            [] => vec!["up".into()],
            services => std::iter::once("serve").chain(services.iter().copied()).map(Into::into).collect(),
        };
        arguments.extend(["--data".into(), data.display().to_string(), "--listen".into(), format!("127.0.0.1:{port}")]);
        if let Some(nats) = nats {
            arguments.extend(["--nats".into(), nats.into()]);
        }
        std::fs::create_dir_all(data).expect("the data folder");
        let log = data.join(format!("{}.log", if services.is_empty() { "up".into() } else { services.join("-") }));
        Process { arguments, port, log, child: None }
    }

    pub fn start(&mut self) {
        let open = std::fs::OpenOptions::new().create(true).append(true).open(&self.log).expect("the log file");
        let child = Command::new(accord_binary())
            .args(&self.arguments)
            .stdout(Stdio::null())
            .stderr(open)
            .spawn()
            .expect("the program starts");
        self.child = Some(child);
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn client(&self) -> Client {
        Client::at(&self.url()).expect("a URL of ours")
    }

    pub fn pid(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// As the power would: nothing is flushed.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have ended by itself, which the wait shows.
            let _ = child.kill();
            child.wait().expect("it ends");
        }
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.child.as_mut().is_none_or(|it| it.try_wait().is_ok_and(|it| it.is_some()))
    }

    /// SIGTERM, as an operator would.
    pub fn terminate(&mut self) -> std::process::ExitStatus {
        let mut child = self.child.take().expect("it runs");
        let killed = Command::new("kill").arg(child.id().to_string()).status().expect("kill is there");
        assert!(killed.success());
        child.wait().expect("it ends")
    }

    /// Waits until it answers.
    pub fn wait_until_it_listens(&mut self) {
        let until = Instant::now() + Duration::from_secs(60);
        while std::net::TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(!self.has_ended(), "it ended: {}", self.logged());
            assert!(Instant::now() < until, "it does not listen: {}", self.logged());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// What it wrote to standard error.
    pub fn logged(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}
