//! What a server leaves in the hands of its allocator.

use std::process::{Command, Stdio};

use accord::memory::GIVEN_BACK_AFTER;
use tempfile::TempDir;
use tests::{accord_binary, free_port};

#[test]
fn a_server_gives_memory_back_soon_unless_its_operator_has_said_otherwise() {
    let (setting, soon) = GIVEN_BACK_AFTER;
    for (said, expected) in [(None, soon), (Some("250"), "250"), (Some(""), "")] {
        let folder = TempDir::new().unwrap();
        let listen = format!("127.0.0.1:{}", free_port());
        let mut command = Command::new(accord_binary());
        command.args(["up", "--listen", &listen, "--data"]).arg(folder.path()).env_remove(setting);
        command.envs(said.map(|it| (setting, it)));
        let mut server = command.stderr(Stdio::null()).spawn().unwrap();
        while std::net::TcpStream::connect(&listen).is_err() {
            assert!(server.try_wait().unwrap().is_none(), "it goes on as the process that was started");
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        let environment = std::fs::read(format!("/proc/{}/environ", server.id())).unwrap();
        let settings = environment.split(|it| *it == 0).map(String::from_utf8_lossy);
        let values: Vec<String> =
            settings.filter_map(|it| it.strip_prefix(&format!("{setting}=")).map(str::to_owned)).collect();
        server.kill().unwrap();
        server.wait().unwrap();
        assert_eq!(values, [expected], "{said:?}");
    }
}
