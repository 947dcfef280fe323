//! Where power is not equal: money that comes late, a dispute that ends in leaving, friends brought in before a vote.

use accord::client::Failure;
use contract::{
    partners::{
        AcceptInvitation, AnswerConcern, Choice, CloseUnresolved, Concern, ConcernSeverity, ConcernState, DecisionRule,
        Exit, ExitState, GetConcern, GetExit, GetPartnership, GetProposal, GetVoice, InvitePartner, LeavePartnership,
        ListProposals, ListProposalsResponse, Matter, MemberRole, OpenProposal, PartnerKind, Partnership, Proposal,
        ProposalState, RaiseConcern, RegisterPartner, Rule, TakePosition, Voice,
    },
    resources::{ConfirmTransaction, RecordTransaction, TransactionType},
};
use jiff::Zoned;
use tempfile::TempDir;
use tests::{Caller, Members, World, embedded, id};
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn a_government_agency_that_joins_late_with_most_of_the_money_has_one_voice() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let world = World::new(&client);
    let members = by_majority(&world, "late", 3).await;
    let before = open(&members.callers[0], &members, "Train in the rains").await;
    let agency = register(&world, "late/agency", "").await;
    admit(&members, &agency, &[0, 1]).await;
    agency.caller.ask(accept(&members)).await.unwrap();
    give(&agency, &members, 0, 90_000_000).await;
    give(&Joining { partner: members.ids[1].clone(), caller: members.callers[1].clone() }, &members, 0, 10_000_000)
        .await;
    let uninvited = take(&agency.caller, &members, &before, Choice::Object).await.unwrap_err();
    assert!(uninvited.to_string().contains("no member with a voice when the proposal was opened"), "{uninvited}");
    let motion = open(&agency.caller, &members, "Lend only where the agency says").await;
    take(&agency.caller, &members, &motion, Choice::Agree).await.unwrap();
    // Two are enough: the third could only make it a tie.
    for member in &members.callers[..2] {
        take(member, &members, &motion, Choice::Object).await.unwrap();
    }
    let decided = proposal(&members, &motion).await;
    assert_eq!((decided.state(), decided.agreed, decided.objected), (ProposalState::Rejected, 1, 2), "{}", decided.why);
    let asked = GetVoice { partnership_id: members.partnership.clone(), ..Default::default() };
    let voice: Voice = members.callers[0].get(asked).await.unwrap();
    let seen = voice.members.iter().find(|it| it.partner_id == agency.partner).unwrap();
    assert_eq!((seen.share_given_basis_points, seen.spoke, seen.could_speak), (Some(9_000), 1, 1));
    let receiver = voice.members.iter().find(|it| it.partner_id == members.ids[0]).unwrap();
    assert_eq!(receiver.largest_giver_basis_points, Some(9_000), "where power does sit can be seen");
    host.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_that_leaves_after_a_dispute_leaves_nothing_that_cannot_end() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let world = World::new(&client);
    let members = by_majority(&world, "dispute", 3).await;
    let [owner, borrower, third] = &members.callers[..] else { panic!("three members") };
    let raise = RaiseConcern {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        about: vec![members.ids[1].clone()],
        severity: ConcernSeverity::Serious.into(),
        text: "The two lent tractors were not returned after the harvest".into(),
        ..Default::default()
    };
    let concern_id = owner.ask(raise).await.unwrap().id;
    let answer = AnswerConcern {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        concern_id: concern_id.clone(),
        text: "One is being repaired".into(),
        ..Default::default()
    };
    borrower.ask(answer).await.unwrap();
    let motion = open(owner, &members, "Return what is lent within a month").await;
    let close = CloseUnresolved {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        concern_id: concern_id.clone(),
        ..Default::default()
    };
    third.ask(close.clone()).await.expect_err("its raiser is still there, and only it closes it");
    let leave = LeavePartnership {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        reason: "we lend nothing more here".into(),
        effective_on: Zoned::now().with_time_zone(jiff::tz::TimeZone::UTC).date().to_string(),
        ..Default::default()
    };
    let rent = record(borrower, &members.ids[1], &members, 0, 40_000).await.unwrap();
    owner.ask(leave).await.unwrap();
    let sheet = left(&members, third, &members.ids[0]).await;
    assert!(
        sheet.lines.iter().any(|it| it.item.as_ref().is_some_and(|it| it.item_id == motion)),
        "its open motion stands on the exit sheet: {sheet:?}"
    );
    let late = take(owner, &members, &motion, Choice::Agree).await.unwrap_err();
    assert!(late.to_string().contains("no standing in that partnership that allows this"), "{late}");
    confirm(owner, &members, rent).await.expect("what was open it may still end");
    let new = record(owner, &members.ids[0], &members, 1, 1).await.unwrap_err();
    assert!(new.to_string().contains("no standing in that partnership that allows this"), "{new}");
    let closed = CloseUnresolved { command_id: fresh(), ..close };
    third.ask(closed).await.unwrap();
    let query = GetConcern { as_of: vec![], partnership_id: members.partnership.clone(), concern_id };
    let concern: Concern = third.get(query).await.unwrap();
    assert_eq!(concern.state(), ConcernState::Unresolved, "and never shown as resolved");
    for member in [borrower, third] {
        take(member, &members, &motion, Choice::Agree).await.unwrap();
    }
    let decided = proposal_by(third, &members, &motion).await;
    assert_eq!((decided.state(), decided.eligible.len()), (ProposalState::Adopted, 2), "{}", decided.why);
    host.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn friends_that_are_admitted_before_a_vote_have_no_voice_in_it_and_affiliates_share_one() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let world = World::new(&client);
    let members = by_majority(&world, "friends", 5).await;
    let motion = open(&members.callers[4], &members, "The smallest member leads next year").await;
    for place in 0..3 {
        let friend = register(&world, &format!("friends/of {place}"), &members.ids[place]).await;
        admit(&members, &friend, &[0, 1, 2]).await;
        friend.caller.ask(accept(&members)).await.unwrap();
        let refused = take(&friend.caller, &members, &motion, Choice::Object).await.unwrap_err();
        assert!(refused.to_string().contains("no member with a voice when the proposal was opened"), "{refused}");
    }
    for (place, choice) in [(3, Choice::Agree), (4, Choice::Agree), (0, Choice::Agree)] {
        take(&members.callers[place], &members, &motion, choice).await.unwrap();
    }
    let decided = proposal(&members, &motion).await;
    assert_eq!((decided.state(), decided.voices), (ProposalState::Adopted, 5), "{}", decided.why);
    let next = open(&members.callers[0], &members, "And the year after").await;
    let opened = proposal(&members, &next).await;
    assert_eq!((opened.eligible.len(), opened.voices), (8, 5), "eight partners, five voices");
    assert_eq!(opened.shared_voices.len(), 3);
    let partnership = GetPartnership { as_of: vec![], partnership_id: members.partnership.clone() };
    let partnership: Partnership = members.callers[4].get(partnership).await.unwrap();
    assert_eq!(partnership.members.len(), 8);
    host.stop().await.unwrap();
}

struct Joining {
    partner: String,
    caller: Caller,
}

/// Where most decide: the rule that money and friends could bend most easily.
async fn by_majority(world: &World, name: &str, count: usize) -> Members {
    let rule = DecisionRule {
        matter: Matter::Other.into(),
        rule: Rule::SimpleMajority.into(),
        quorum_percent: 50,
        days_open: 14,
        ..Default::default()
    };
    let members = Members::under(world, name, count, vec![rule]).await;
    members.accept().await;
    members
}

async fn register(world: &World, name: &str, affiliated_to: &str) -> Joining {
    let partner = id(name);
    let register = RegisterPartner {
        command_id: fresh(),
        partner_id: partner.clone(),
        name: name.into(),
        kind: PartnerKind::GovernmentAgency.into(),
        country: "KE".into(),
        affiliated_to: affiliated_to.into(),
        ..Default::default()
    };
    world.operator.ask(register).await.unwrap();
    let caller = world.operator.partner(&partner);
    Joining { partner, caller }
}

/// Asked for by the first of these members, adopted by all of them.
async fn admit(members: &Members, joining: &Joining, by: &[usize]) {
    let invite = InvitePartner {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        partner_id: joining.partner.clone(),
        roles: vec![MemberRole::Funding.into()],
        ..Default::default()
    };
    members.callers[by[0]].ask(invite).await.unwrap();
    let query = ListProposals {
        partnership_id: members.partnership.clone(),
        state: ProposalState::Open.into(),
        ..Default::default()
    };
    // The second answer has waited for what reactions wrote on the first one's facts.
    members.callers[by[0]].get::<_, ListProposalsResponse>(query.clone()).await.unwrap();
    let open: ListProposalsResponse = members.callers[by[0]].get(query).await.unwrap();
    let admission = open.proposals.iter().find(|it| it.matter() == Matter::Admission).expect("the members are asked");
    for member in by {
        take(&members.callers[*member], members, &admission.proposal_id, Choice::Agree).await.unwrap();
    }
    // So has this one for the invitation.
    members.callers[by[0]]
        .get::<_, Partnership>(GetPartnership { as_of: vec![], partnership_id: members.partnership.clone() })
        .await
        .unwrap();
}

fn accept(members: &Members) -> AcceptInvitation {
    let partnership_id = members.partnership.clone();
    AcceptInvitation { command_id: fresh(), partnership_id, charter_version: 1, ..Default::default() }
}

async fn open(by: &Caller, members: &Members, title: &str) -> String {
    let open = OpenProposal {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        matter: Matter::Other.into(),
        title: title.into(),
        ..Default::default()
    };
    by.ask(open).await.unwrap().id
}

async fn take(by: &Caller, members: &Members, proposal_id: &str, choice: Choice) -> Result<(), Failure> {
    let take = TakePosition {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        proposal_id: proposal_id.into(),
        choice: choice.into(),
        reason: "it serves one of us".into(),
        ..Default::default()
    };
    by.ask(take).await.map(drop)
}

async fn proposal(members: &Members, proposal_id: &str) -> Proposal {
    proposal_by(&members.callers[0], members, proposal_id).await
}

async fn proposal_by(by: &Caller, members: &Members, proposal_id: &str) -> Proposal {
    let (partnership_id, proposal_id) = (members.partnership.clone(), proposal_id.to_owned());
    by.get(GetProposal { as_of: vec![], partnership_id, proposal_id }).await.unwrap()
}

/// Recorded by the giver, confirmed by the member that receives it.
async fn give(from: &Joining, members: &Members, to: usize, amount_minor: i64) {
    let transaction_id = record(&from.caller, &from.partner, members, to, amount_minor).await.unwrap();
    confirm(&members.callers[to], members, transaction_id).await.unwrap();
}

async fn confirm(by: &Caller, members: &Members, transaction_id: String) -> Result<(), Failure> {
    let partnership_id = members.partnership.clone();
    let confirm = ConfirmTransaction { command_id: fresh(), partnership_id, transaction_id, ..Default::default() };
    by.ask(confirm).await.map(drop)
}

/// What a partner says that it has given.
async fn record(
    by: &Caller,
    partner_id: &str,
    members: &Members,
    to: usize,
    amount_minor: i64,
) -> Result<String, Failure> {
    let record = RecordTransaction {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        r#type: TransactionType::Disbursement.into(),
        provider_partner_id: partner_id.to_owned(),
        receiver_partner_id: members.ids[to].clone(),
        amount_minor,
        currency: "KES".into(),
        value_date: "2026-03-01".into(),
        transacted_on: "2026-03-01".into(),
        ..Default::default()
    };
    by.ask(record).await.map(|it| it.id)
}

/// The exit sheet once the clock has completed it: the day has come already.
async fn left(members: &Members, by: &Caller, partner_id: &str) -> Exit {
    for _ in 0..200 {
        let query =
            GetExit { as_of: vec![], partnership_id: members.partnership.clone(), partner_id: partner_id.into() };
        let exit: Exit = by.get(query).await.unwrap();
        if exit.state() == ExitState::Left {
            return exit;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("it has not left");
}

fn fresh() -> String {
    Uuid::now_v7().to_string()
}
