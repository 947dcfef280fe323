//! How members talk, as it is served: commands in, the clock's reminders, and what each is shown.

mod actions;
mod belonging;
mod calendar;
mod check_ins;
mod meetings;
mod reminders;
mod reviews;
mod telling;

use contract::{
    common::Receipt,
    moment,
    partners::{
        AcceptInvitation, AnswerExpectation, CalendarEntry, Expectation, ExpectationAnswer, FormPartnership, Founder,
        GetCalendar, GetExpectations, ListReminders, ListWaiting, MemberRole, PartnerKind, RegisterPartner, Reminder,
        ReminderKind, StateExpectation, Waiting, WaitingKind, partner_commands_server::PartnerCommands,
        partner_queries_server::PartnerQueries,
    },
};
use jiff::Timestamp;
use partners::{Partners, api::Api};
use runtime::{
    Clock,
    node::{Running, Settings},
};
use tempfile::TempDir;
use tonic::{Code, Request, Response, Status};

const FUNDER: &str = "01890a5d-ac96-774b-bcce-b302099a8001";
const LENDER: &str = "01890a5d-ac96-774b-bcce-b302099a8002";
const TRAINER: &str = "01890a5d-ac96-774b-bcce-b302099a8003";
const OBSERVER: &str = "01890a5d-ac96-774b-bcce-b302099a8004";
const STRANGER: &str = "01890a5d-ac96-774b-bcce-b302099a8005";

/// A partnership of a funder, a lender, a trainer and an observer; a stranger is registered beside it.
struct World {
    api: Api,
    clock: Clock,
    running: std::sync::Arc<Running<Partners>>,
    folder: TempDir,
    id: String,
}

impl World {
    /// At noon on 2026-01-15.
    async fn active() -> Self {
        let mut world = World::at(TempDir::new().unwrap(), Clock::set_to(moment("2026-01-15T12:00:00Z")));
        for partner_id in [FUNDER, LENDER, TRAINER, OBSERVER, STRANGER] {
            let register = RegisterPartner {
                partner_id: partner_id.into(),
                name: format!("Partner {partner_id}"),
                kind: PartnerKind::Ngo.into(),
                country: "AF".into(),
                ..Default::default()
            };
            done(world.api.register_partner(by(partner_id, register)).await);
        }
        world.id = world.partnership().await;
        world
    }

    fn at(folder: TempDir, clock: Clock) -> Self {
        let settings = Settings {
            node: "node".into(),
            data: folder.path().to_owned(),
            clock: clock.clone(),
            log: Default::default(),
        };
        let running = Running::<Partners>::start(&settings, &tokio::runtime::Handle::current()).unwrap();
        World { api: Api { desk: running.desk() }, clock, running, folder, id: String::new() }
    }

    async fn partnership(&self) -> String {
        let founder =
            |partner_id: &str, role: MemberRole| Founder { partner_id: partner_id.into(), roles: vec![role.into()] };
        let form = FormPartnership {
            title: "Together".into(),
            currency: "AFN".into(),
            founders: vec![
                founder(FUNDER, MemberRole::Funding),
                founder(LENDER, MemberRole::Implementing),
                founder(TRAINER, MemberRole::Implementing),
                founder(OBSERVER, MemberRole::Observer),
            ],
            ..Default::default()
        };
        let id = done(self.api.form_partnership(by(FUNDER, form)).await).id;
        for partner_id in [FUNDER, LENDER, TRAINER, OBSERVER] {
            let (partnership_id, text) = (id.clone(), "Answers within a week".to_owned());
            let state = StateExpectation { partnership_id, text, ..Default::default() };
            done(self.api.state_expectation(by(partner_id, state)).await);
        }
        let mut as_of = vec![];
        for partner_id in [FUNDER, LENDER, TRAINER, OBSERVER] {
            let accept = AcceptInvitation { partnership_id: id.clone(), charter_version: 1, ..Default::default() };
            as_of = done(self.api.accept_invitation(by(partner_id, accept)).await).as_of;
        }
        for expectation in self.expected(&id, as_of).await {
            for partner_id in [FUNDER, LENDER, TRAINER].into_iter().filter(|it| *it != expectation.partner_id) {
                let (partnership_id, expectation_id) = (id.clone(), expectation.expectation_id.clone());
                let answer = ExpectationAnswer::Yes.into();
                let answer = AnswerExpectation { partnership_id, expectation_id, answer, ..Default::default() };
                done(self.api.answer_expectation(by(partner_id, answer)).await);
            }
        }
        id
    }

    async fn expected(&self, id: &str, as_of: Vec<String>) -> Vec<Expectation> {
        let query = GetExpectations { as_of, partnership_id: id.into() };
        self.api.get_expectations(by(FUNDER, query)).await.unwrap().into_inner().expectations
    }

    async fn stop(self) -> (TempDir, Clock) {
        drop(self.api);
        self.running.stop().await;
        (self.folder, self.clock)
    }

    /// The service stopped, and started again on what it left on disk.
    async fn restarted(self) -> Self {
        let id = self.id.clone();
        let (folder, clock) = self.stop().await;
        World { id, ..World::at(folder, clock) }
    }

    async fn calendar(&self, as_of: &[String], ask: GetCalendar) -> Vec<CalendarEntry> {
        let query = GetCalendar { as_of: as_of.to_vec(), partnership_id: self.id.clone(), ..ask };
        self.api.get_calendar(by(LENDER, query)).await.unwrap().into_inner().entries
    }

    async fn waiting(&self, who: &str, as_of: &[String]) -> Vec<(WaitingKind, String)> {
        self.waiting_of(who, as_of).await.into_iter().map(|it| (it.kind(), it.title)).collect()
    }

    async fn waiting_of(&self, who: &str, as_of: &[String]) -> Vec<Waiting> {
        let query = ListWaiting { as_of: as_of.to_vec(), ..Default::default() };
        self.api.list_waiting(by(who, query)).await.unwrap().into_inner().waiting
    }

    async fn reminders(&self) -> Vec<Reminder> {
        let query = ListReminders { partnership_id: self.id.clone(), page_size: 500, ..Default::default() };
        self.api.list_reminders(by(LENDER, query)).await.unwrap().into_inner().reminders
    }

    /// Waits for the clock to have given one of a kind.
    async fn reminders_of(&self, kind: ReminderKind) -> Vec<Reminder> {
        for _ in 0..200 {
            let reminders: Vec<_> = self.reminders().await.into_iter().filter(|it| it.kind() == kind).collect();
            if !reminders.is_empty() {
                return reminders;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("no reminder of the kind was given");
    }

    /// Waits for the clock to have given so many.
    async fn reminded(&self, many: usize) -> Vec<Reminder> {
        for _ in 0..200 {
            let reminders = self.reminders().await;
            if many <= reminders.len() {
                return reminders;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("only {} reminders were given", self.reminders().await.len());
    }
}

fn moment(at: &str) -> Timestamp {
    at.parse().unwrap()
}

fn on_wire(at: &str) -> Option<prost_types::Timestamp> {
    Some(moment::on_wire(moment(at)))
}

fn by<M>(partner: &str, message: M) -> Request<M> {
    in_role("admin", partner, message)
}

fn in_role<M>(role: &str, partner: &str, message: M) -> Request<M> {
    let mut request = Request::new(message);
    request.metadata_mut().insert("accord-role", role.parse().unwrap());
    request.metadata_mut().insert("accord-partner", partner.parse().unwrap());
    request
}

#[track_caller]
fn done(reply: Result<Response<Receipt>, Status>) -> Receipt {
    reply.unwrap().into_inner()
}

#[track_caller]
fn denied<M: std::fmt::Debug>(reply: Result<Response<M>, Status>) {
    assert_eq!(reply.unwrap_err().code(), Code::PermissionDenied);
}
