//! Who has left reads what was there when it left, and nothing that came to be after; who stays reads all.

use std::fmt::Debug;

use contract::{
    common::Standing,
    log::{ListChanges, record_server::Record as _},
    partners::{
        AcceptInvitation, Evidence, Expectations, FlagCategory, FlagPartner, FlagScope, FormPartnership, Founder,
        GetCalendar, GetConcern, GetConcernSummary, GetExpectations, GetProposal, InvitePartner, LeavePartnership,
        ListComments, ListConcerns, ListFlags, ListMeetings, ListProposals, ListUpdates, MemberRole, OpenProposal,
        PostComment, PostUpdate, ProposalState, RaiseConcern, ScheduleMeeting, StateExpectation, Thing,
        partner_commands_server::PartnerCommands, partner_queries_server::PartnerQueries,
    },
};
use tonic::{Code, Response, Status};

use super::ground::{FUNDER, INSURER, LENDER, World, at, by, done};

/// One thing of each kind, and what was heard with the last of them.
struct Said {
    proposal: String,
    concern: String,
    as_of: Vec<String>,
}

/// What a partner lists of each kind.
#[derive(Debug, PartialEq)]
struct Listed {
    proposals: usize,
    comments_on_the_first: usize,
    updates: usize,
    meetings: usize,
    calendar: usize,
    concerns: usize,
    concerns_counted: u32,
}

const EACH_ONCE: Listed = Listed {
    proposals: 1,
    comments_on_the_first: 1,
    updates: 1,
    meetings: 1,
    calendar: 2,
    concerns: 1,
    concerns_counted: 1,
};
const EACH_TWICE: Listed = Listed {
    proposals: 2,
    comments_on_the_first: 2,
    updates: 2,
    meetings: 2,
    calendar: 4,
    concerns: 2,
    concerns_counted: 2,
};

#[tokio::test(flavor = "multi_thread")]
async fn who_has_left_reads_what_was_there_and_nothing_that_came_to_be_later() {
    let world = World::start().await;
    let id = world.active().await;
    let early = world.said(&id, None).await;
    world.leave(INSURER, &id, "2026-01-16").await;
    world.clock.advance_to(at("2026-01-17"));
    let late = world.said(&id, Some(&early.proposal)).await;

    let world = world.restarted().await;
    assert_eq!(world.listed(FUNDER, &id, &early.proposal, &late.as_of).await, EACH_TWICE);
    assert_eq!(world.listed(INSURER, &id, &early.proposal, &late.as_of).await, EACH_ONCE);
    assert!(world.proposal(INSURER, &id, &early.proposal).await.is_ok());
    assert!(world.concern_of(INSURER, &id, &early.concern).await.is_ok());
    not_found(world.proposal(INSURER, &id, &late.proposal).await, "proposal_id");
    not_found(world.concern_of(INSURER, &id, &late.concern).await, "concern_id");
    assert!(world.proposal(FUNDER, &id, &late.proposal).await.is_ok());

    // It had a say in the early one: what has become of that, it reads.
    world.clock.advance_to(at("2026-02-20"));
    let closed = loop {
        let shown = world.proposal(INSURER, &id, &early.proposal).await.unwrap().into_inner();
        if shown.state() != ProposalState::Open {
            break shown.state();
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    };
    assert_eq!(closed, ProposalState::Rejected);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_changes_that_who_has_left_reads_end_when_it_left() {
    let world = World::start().await;
    let id = world.active().await;
    world.said(&id, None).await;
    world.leave(INSURER, &id, "2026-01-16").await;
    world.clock.advance_to(at("2026-01-17"));
    let late = world.said(&id, None).await;
    let (left, all) = (world.changes(INSURER, &id, &late.as_of).await, world.changes(FUNDER, &id, &late.as_of).await);
    assert_eq!(all[..left.len()], left[..]);
    assert!(all[left.len()..].iter().all(|it| at("2026-01-17").as_second() <= it.1), "{all:?}");
    assert!(left.iter().all(|it| it.1 < at("2026-01-17").as_second()), "{left:?}");
    assert!(5 <= all.len() - left.len() && 10 < left.len());
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_invited_again_and_accepts_reads_all_of_it() {
    let world = World::start().await;
    let id = world.active().await;
    let early = world.said(&id, None).await;
    world.leave(INSURER, &id, "2026-01-16").await;
    world.clock.advance_to(at("2026-02-20"));
    let late = world.said(&id, Some(&early.proposal)).await;
    world.clock.advance_to(at("2026-03-20"));
    world.until_decided(&id, &late.proposal).await;
    let (partnership_id, roles) = (id.clone(), vec![MemberRole::Implementing.into()]);
    let invite = InvitePartner { partnership_id, partner_id: INSURER.into(), roles, ..Default::default() };
    let asked = done(world.api.invite_partner(by(FUNDER, invite)).await);
    let decided = world.adopted(&id, [FUNDER, LENDER], asked).await;
    let seen = world.shown(FUNDER, &id, decided.as_of).await;
    assert_eq!(seen.members.last().map(|it| it.standing()), Some(Standing::Invited));
    let accept = AcceptInvitation { partnership_id: id.clone(), charter_version: 1, ..Default::default() };
    let accepted = done(world.api.accept_invitation(by(INSURER, accept)).await);
    assert!(world.proposal(INSURER, &id, &late.proposal).await.is_ok());
    let (its, theirs) = (
        world.listed(INSURER, &id, &early.proposal, &accepted.as_of).await,
        world.listed(FUNDER, &id, &early.proposal, &accepted.as_of).await,
    );
    assert_eq!((its.proposals, its.concerns, its.comments_on_the_first), (3, 2, 2));
    assert_eq!(its, theirs);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_left_is_shown_what_the_others_still_flag_it_for() {
    let world = World::start().await;
    let id = world.active().await;
    world.leave(INSURER, &id, "2026-01-16").await;
    world.clock.advance_to(at("2026-01-17"));
    let mut as_of = vec![];
    for flagged in [INSURER, LENDER] {
        let flag = FlagPartner {
            partnership_id: id.clone(),
            partner_id: flagged.into(),
            scope: FlagScope::Partnership.into(),
            category: FlagCategory::Reporting.into(),
            statement: "Figures are late".into(),
            evidence: Some(evidence()),
            review_on: "2026-07-01".into(),
            ..Default::default()
        };
        as_of = done(world.api.flag_partner(by(FUNDER, flag)).await).as_of;
    }
    for (who, shown) in [(INSURER, vec![INSURER]), (FUNDER, vec![LENDER, INSURER])] {
        let ask = ListFlags { as_of: as_of.clone(), partnership_id: id.clone(), ..Default::default() };
        let flags = read(world.api.list_flags(by(who, ask)).await).flags;
        let mut flagged: Vec<_> = flags.iter().map(|it| it.partner_id.as_str()).collect();
        flagged.sort();
        assert_eq!(flagged, shown);
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn expectations_released_after_one_has_left_stay_sealed_for_it() {
    let world = World::start().await;
    let founder =
        |partner_id: &str| Founder { partner_id: partner_id.into(), roles: vec![MemberRole::Implementing.into()] };
    let form = FormPartnership {
        title: "Together".into(),
        currency: "AFN".into(),
        founders: [FUNDER, LENDER, INSURER].map(founder).to_vec(),
        ..Default::default()
    };
    let id = done(world.api.form_partnership(by(FUNDER, form)).await).id;
    world.expects(FUNDER, &id, "Pays by June").await;
    world.expects(INSURER, &id, "Shares its data").await;
    world.leave(INSURER, &id, "2026-01-16").await;
    world.clock.advance_to(at("2026-01-17"));
    let released = world.expects(LENDER, &id, "Answers within a week").await;

    let all = world.expectations(FUNDER, &id, &released).await;
    assert_eq!(texts(&all), ["Pays by June", "Shares its data", "Answers within a week"]);
    assert!(all.released && all.released_at.is_some());
    let its = world.expectations(INSURER, &id, &released).await;
    assert_eq!(texts(&its), ["", "Shares its data"]);
    assert!(!its.released && its.released_at.is_none());
    assert!(its.expectations[0].sealed.is_some());
    world.stop().await;
}

impl World {
    /// A proposal, a comment on it or on that one, an update, a meeting and a concern.
    async fn said(&self, id: &str, on: Option<&str>) -> Said {
        let partnership_id = || id.to_owned();
        let motion = OpenProposal {
            partnership_id: partnership_id(),
            matter: 7,
            title: "Buy a bus".into(),
            ..Default::default()
        };
        let proposal = done(self.api.open_proposal(by(FUNDER, motion)).await).id;
        let comment = PostComment {
            partnership_id: partnership_id(),
            about: Thing::Proposal.into(),
            about_id: on.unwrap_or(&proposal).into(),
            text: "A blue one".into(),
            ..Default::default()
        };
        done(self.api.post_comment(by(LENDER, comment)).await);
        let update = PostUpdate { partnership_id: partnership_id(), what: "Rates fall".into(), ..Default::default() };
        done(self.api.post_update(by(LENDER, update)).await);
        let meeting = ScheduleMeeting {
            partnership_id: partnership_id(),
            title: "Spring meeting".into(),
            starts_at: Some(contract::moment::on_wire(at("2026-06-01"))),
            minutes_long: 90,
            place: "Herat".into(),
            ..Default::default()
        };
        done(self.api.schedule_meeting(by(FUNDER, meeting)).await);
        let concern = RaiseConcern {
            partnership_id: partnership_id(),
            about: vec![FUNDER.into()],
            severity: 2,
            text: "The second instalment is late".into(),
            ..Default::default()
        };
        let raised = done(self.api.raise_concern(by(LENDER, concern)).await);
        Said { proposal, concern: raised.id, as_of: raised.as_of }
    }

    /// Page by page, one on each.
    async fn listed(&self, who: &str, id: &str, first: &str, as_of: &[String]) -> Listed {
        let (as_of, partnership_id) = (|| as_of.to_vec(), || id.to_owned());
        let mut proposals = 0;
        let mut page_token = String::new();
        loop {
            let ask = ListProposals {
                as_of: as_of(),
                partnership_id: partnership_id(),
                page_size: 1,
                page_token,
                ..Default::default()
            };
            let page = self.api.list_proposals(by(who, ask)).await.unwrap().into_inner();
            proposals += page.proposals.len();
            page_token = page.next_page_token;
            if page_token.is_empty() {
                break;
            }
        }
        let comments = ListComments {
            as_of: as_of(),
            partnership_id: partnership_id(),
            about: Thing::Proposal.into(),
            about_id: first.into(),
            ..Default::default()
        };
        let updates = ListUpdates { as_of: as_of(), partnership_id: partnership_id(), ..Default::default() };
        let meetings = ListMeetings { as_of: as_of(), partnership_id: partnership_id(), ..Default::default() };
        let calendar = GetCalendar { as_of: as_of(), partnership_id: partnership_id(), ..Default::default() };
        let concerns = ListConcerns { as_of: as_of(), partnership_id: partnership_id(), ..Default::default() };
        let summary = GetConcernSummary { as_of: as_of(), partnership_id: partnership_id() };
        Listed {
            proposals,
            comments_on_the_first: read(self.api.list_comments(by(who, comments)).await).comments.len(),
            updates: read(self.api.list_updates(by(who, updates)).await).updates.len(),
            meetings: read(self.api.list_meetings(by(who, meetings)).await).meetings.len(),
            calendar: read(self.api.get_calendar(by(who, calendar)).await).entries.len(),
            concerns: read(self.api.list_concerns(by(who, concerns)).await).concerns.len(),
            concerns_counted: read(self.api.get_concern_summary(by(who, summary)).await).raised,
        }
    }

    /// Once its day has come.
    pub(super) async fn leave(&self, who: &str, id: &str, effective_on: &str) {
        let leave = LeavePartnership {
            partnership_id: id.into(),
            reason: "another strategy".into(),
            effective_on: effective_on.into(),
            ..Default::default()
        };
        let announced = done(self.api.leave_partnership(by(who, leave)).await).as_of;
        self.clock.advance_to(at(effective_on));
        loop {
            let members = self.shown(FUNDER, id, announced.clone()).await.members;
            let left = members.iter().find(|it| it.partner_id == who);
            if left.is_none_or(|it| it.standing() == Standing::Former) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }

    async fn until_decided(&self, id: &str, proposal_id: &str) {
        // It is there to read a moment after it was asked for.
        let is_decided = |it: &contract::partners::Proposal| it.state() != ProposalState::Open;
        while !self.proposal(FUNDER, id, proposal_id).await.is_ok_and(|it| is_decided(it.get_ref())) {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }

    /// Sequences with when they were written down, in seconds; read three a page.
    async fn changes(&self, who: &str, id: &str, as_of: &[String]) -> Vec<(u64, i64)> {
        let record = self.record();
        let (mut changes, mut page_token) = (Vec::new(), String::new());
        loop {
            let ask = ListChanges {
                as_of: as_of.to_vec(),
                partnership_id: id.into(),
                service: "partners".into(),
                page_size: 3,
                page_token,
                ..Default::default()
            };
            let page = record.list_changes(by(who, ask)).await.unwrap().into_inner();
            changes.extend(page.changes.iter().map(|it| (it.sequence, it.recorded_at.unwrap().seconds)));
            page_token = page.next_page_token;
            if page_token.is_empty() {
                return changes;
            }
        }
    }

    async fn proposal(
        &self,
        who: &str,
        partnership_id: &str,
        proposal_id: &str,
    ) -> Result<Response<contract::partners::Proposal>, Status> {
        let (partnership_id, proposal_id) = (partnership_id.into(), proposal_id.into());
        self.api.get_proposal(by(who, GetProposal { as_of: vec![], partnership_id, proposal_id })).await
    }

    async fn concern_of(
        &self,
        who: &str,
        partnership_id: &str,
        concern_id: &str,
    ) -> Result<Response<contract::partners::Concern>, Status> {
        let (partnership_id, concern_id) = (partnership_id.into(), concern_id.into());
        self.api.get_concern(by(who, GetConcern { as_of: vec![], partnership_id, concern_id })).await
    }

    async fn expects(&self, who: &str, id: &str, text: &str) -> Vec<String> {
        let state = StateExpectation { partnership_id: id.into(), text: text.into(), ..Default::default() };
        done(self.api.state_expectation(by(who, state)).await).as_of
    }

    async fn expectations(&self, who: &str, id: &str, as_of: &[String]) -> Expectations {
        let ask = GetExpectations { as_of: as_of.to_vec(), partnership_id: id.into() };
        read(self.api.get_expectations(by(who, ask)).await)
    }
}

fn evidence() -> Evidence {
    Evidence {
        uri: "https://example.org/report.pdf".into(),
        sha256: "0f".repeat(32),
        size_bytes: 1_024,
        media_type: "application/pdf".into(),
    }
}

fn texts(all: &Expectations) -> Vec<&str> {
    all.expectations.iter().map(|it| it.text.as_str()).collect()
}

#[track_caller]
fn read<M>(reply: Result<Response<M>, Status>) -> M {
    reply.unwrap().into_inner()
}

#[track_caller]
fn not_found<M: Debug>(reply: Result<Response<M>, Status>, field: &str) {
    let refused = reply.unwrap_err();
    assert_eq!(refused.code(), Code::NotFound);
    assert!(refused.message().contains(field), "{refused}");
}
