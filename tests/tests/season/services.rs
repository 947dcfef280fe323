//! The services of a season, in one process or in four, each of which can be away for a while.

use std::path::Path;

use accord::client::Client;
use tests::{
    Process,
    faults::{Four, SERVICES},
};

pub(crate) enum Services {
    One(Box<Process>),
    Four(Box<Four>),
}

impl Services {
    pub(crate) fn in_one(data: &Path) -> Self {
        let mut process = Process::new(&[], data, None);
        process.start();
        process.wait_until_it_listens();
        Services::One(Box::new(process))
    }

    pub(crate) fn in_four(data: &Path) -> Self {
        Services::Four(Box::new(Four::start(data)))
    }

    pub(crate) fn client(&self) -> Client {
        match self {
            Services::One(process) => process.client(),
            Services::Four(four) => four.client(),
        }
    }

    /// Stops a service; all of them, where they share a process, which then starts at once.
    pub(crate) fn away(&mut self, service: &str) {
        match self {
            Services::One(_) => self.restart_all(),
            Services::Four(four) => {
                let process = &mut four.processes[place(service)];
                assert!(process.terminate().success(), "{service} stops cleanly: {}", process.logged());
            }
        }
    }

    pub(crate) fn back(&mut self, service: &str) {
        match self {
            Services::One(_) => self.restart_all(),
            Services::Four(four) => {
                four.processes[place(service)].start();
                four.wait_until_all_listen();
            }
        }
    }

    pub(crate) fn restart_all(&mut self) {
        match self {
            Services::One(process) => {
                assert!(process.terminate().success(), "it stops cleanly: {}", process.logged());
                process.start();
                process.wait_until_it_listens();
            }
            Services::Four(four) => {
                four.terminate_all();
                four.start_all();
            }
        }
    }

    pub(crate) fn bus_away(&mut self) {
        self.four().nats.pause();
    }

    pub(crate) fn bus_back(&mut self) {
        self.four().nats.resume();
    }

    pub(crate) fn end(mut self) {
        match &mut self {
            Services::One(process) => assert!(process.terminate().success(), "{}", process.logged()),
            Services::Four(four) => four.terminate_all(),
        }
    }

    fn four(&mut self) -> &mut Four {
        match self {
            Services::Four(four) => four,
            Services::One(_) => panic!("one process needs no bus"),
        }
    }
}

fn place(service: &str) -> usize {
    SERVICES.iter().position(|it| *it == service).expect("one of the four")
}
