//! Four services in four processes over a nats-server, each of which can be ended and started at any moment.

use std::{path::Path, time::Duration};

use accord::client::{Client, to_the_end};
use contract::log::{RebuildViews, Republish, Republishing, operations_client::OperationsClient};

use crate::{Nats, Process};

pub const SERVICES: [&str; 4] = ["partners", "goals", "resources", "evaluation"];

pub struct Four {
    pub nats: Nats,
    pub processes: [Process; 4],
}

impl Four {
    pub fn start(data: &Path) -> Self {
        let nats = Nats::start();
        let processes = SERVICES.map(|it| Process::new(&[it], data, Some(&nats.url())));
        let mut four = Four { nats, processes };
        four.start_all();
        four
    }

    pub fn start_all(&mut self) {
        self.processes.iter_mut().for_each(Process::start);
        self.wait_until_all_listen();
    }

    pub fn wait_until_all_listen(&mut self) {
        self.processes.iter_mut().for_each(Process::wait_until_it_listens);
    }

    pub fn kill_all(&mut self) {
        self.processes.iter_mut().for_each(Process::kill);
    }

    /// As an operator would, and it has to go well.
    pub fn terminate_all(&mut self) {
        for process in &mut self.processes {
            assert!(process.terminate().success(), "it stops cleanly: {}", process.logged());
        }
    }

    pub fn client(&self) -> Client {
        let urls: Vec<_> = SERVICES.into_iter().zip(&self.processes).map(|(name, it)| (name, it.url())).collect();
        Client::at_each(&urls).expect("URLs of ours")
    }
}

impl Drop for Four {
    fn drop(&mut self) {
        if std::thread::panicking() {
            for process in &mut self.processes {
                let state = if process.has_ended() { "has ended" } else { "runs" };
                let log = process.logged();
                let tail: Vec<_> = log.lines().rev().take(20).collect();
                eprintln!(
                    "{} {state}; it said last:\n{}\n",
                    process.url(),
                    tail.into_iter().rev().collect::<Vec<_>>().join("\n")
                );
            }
        }
    }
}

/// Builds all views anew.
pub async fn rebuild_views(client: &Client) {
    let operator = client.caller(None, "operator", "operator", "grpc");
    for service in SERVICES {
        let mut operations = OperationsClient::new(operator.channel(service).expect("one of the four"));
        let request = operator.request(RebuildViews { service: service.into() }).expect("plain text");
        let told = operations.rebuild_views(request).await.expect("it begins").into_inner();
        assert!(to_the_end(told, |_| ()).await.expect("views are rebuilt").done);
    }
}

/// Compares all streams with their logs, and fills them. What was under way when a stream went may interrupt that: then the
/// operator is told to try again, and does.
pub async fn republish(client: &Client) -> Vec<Republishing> {
    const ATTEMPTS_MAX: u32 = 3;
    let operator = client.caller(None, "operator", "operator", "grpc");
    let mut republished = Vec::new();
    for service in SERVICES {
        let mut attempts = 1;
        republished.push(loop {
            let mut operations = OperationsClient::new(operator.channel(service).expect("one of the four"));
            let request = operator.request(Republish { service: service.into() }).expect("plain text");
            let told = operations.republish(request).await.expect("it begins").into_inner();
            match to_the_end(told, |_| ()).await {
                Ok(restored) => break restored,
                Err(failure) if failure.reason == "REASON_NOT_CAUGHT_UP" && attempts < ATTEMPTS_MAX => attempts += 1,
                Err(failure) => panic!("streams are not restored: {failure}"),
            }
            tokio::time::sleep(Duration::from_secs(5)).await;
        });
    }
    republished
}
