//! The illustrative year: partners agree, decide, fund, measure and verify.

use contract::{
    evaluation::{
        Basis, DefineIndicator, Direction, ListTargets, ListTargetsResponse, OverPeriods, ReportMeasurement, ValueKind,
        VerifyMeasurement,
    },
    goals::{Level, ProposeGoal, Target, TargetKind},
    partners::{
        AcceptInvitation, Choice, DecisionRule, FormPartnership, Founder, ListProposals, ListProposalsResponse, Matter,
        MemberRole, PartnerKind, ProposalState, RegisterPartner, Rule, StateExpectation, TakePosition,
    },
};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use runtime::Clock;

use super::{ask::Officer, sharing, talk, work};
use crate::client::{Client, Failure};

/// What the year came to, for the summary.
pub(super) struct Year {
    pub(super) partnership: String,
    pub(super) round: String,
    pub(super) apex: Officer,
    pub(super) members: Vec<Officer>,
}

struct Founding {
    name: &'static str,
    kind: PartnerKind,
    country: &'static str,
    does: MemberRole,
    /// Of the others, stated before any of them is read.
    expects: &'static str,
}

const FOUNDING: [Founding; 5] = [
    Founding {
        name: "Apex facility (illustrative)",
        kind: PartnerKind::Network,
        country: "AF",
        does: MemberRole::Accountable,
        expects: "Quarterly figures by the tenth, from everyone who works with clients",
    },
    Founding {
        name: "Funding agency (illustrative)",
        kind: PartnerKind::Funder,
        country: "GB",
        does: MemberRole::Funding,
        expects: "To hear of trouble while it can still be mended",
    },
    Founding {
        name: "Herat lender (illustrative)",
        kind: PartnerKind::MicrofinanceInstitution,
        country: "AF",
        does: MemberRole::Implementing,
        expects: "Instalments on the day agreed: loans follow the season",
    },
    Founding {
        name: "Women's training NGO (illustrative)",
        kind: PartnerKind::Ngo,
        country: "AF",
        does: MemberRole::Implementing,
        expects: "A say in who is trained, and when",
    },
    Founding {
        name: "Independent auditor (illustrative)",
        kind: PartnerKind::Evaluator,
        country: "IN",
        does: MemberRole::Verifier,
        expects: "Access to the records behind every figure",
    },
];

pub(super) async fn play(client: &Client, clock: &Clock) -> Result<Year, Failure> {
    let operator = Officer::operator(client);
    let members = register(&operator).await?;
    let [apex, funder, lender, ngo, _] = &members[..] else {
        return Err(Failure::internal("five partners were registered"));
    };
    let partnership = found(&members).await?;
    say(
        clock,
        "five partners registered, said unseen what they expect of each other, and accepted the charter: it is active",
    );

    later(clock, 2)?;
    talk::answer_expectations(lender, funder, &partnership).await?;
    say(clock, "what the lender expects of the others was answered with yes, what the funder expects in part");
    later(clock, 5)?;
    let indicator = define(ngo, &partnership).await?;
    let goals = agree_on_goals(clock, &members, &partnership, &indicator).await?;
    carry_out(clock, &members, &partnership, &indicator, &goals[1]).await?;
    to(clock, "2025-12-15")?;
    let voices = [apex, funder, lender, ngo];
    let round = talk::give_feedback(&voices, &partnership).await?;
    say(clock, "the four with a voice rated each other unseen; all of it was released with the last one");
    to(clock, "2026-01-05")?;
    talk::review(&voices, lender, &round, &partnership).await?;
    say(clock, "the members reviewed the year, and agreed one change that follows from the feedback");
    Ok(Year { partnership, round, apex: apex.clone(), members })
}

/// Two goals, the second below the first, and how the members stand to them.
async fn agree_on_goals(
    clock: &Clock,
    members: &[Officer],
    partnership: &str,
    indicator: &str,
) -> Result<[String; 2], Failure> {
    let [apex, funder, lender, ngo, _] = members else { return Err(Failure::internal("five partners")) };
    let borrow = propose(lender, partnership, borrowing(indicator)).await?;
    say(clock, "the lender proposed a goal: 6,000 active women borrowers by year's end, from 4,000");
    later(clock, 3)?;
    let positions = [(ngo, Choice::Agree), (lender, Choice::Agree), (apex, Choice::Agree), (funder, Choice::Abstain)];
    let why = decide(&positions, partnership).await?;
    say(clock, &format!("the members decided, one voice each whatever they fund: {why}"));
    let train = propose(ngo, partnership, training(&borrow)).await?;
    decide(&positions, partnership).await?;
    say(clock, "the NGO proposed a second one, which serves the first: nobody borrows untrained; it was decided too");
    let goals = [borrow, train];
    work::rank_and_rate(&[apex, funder, lender, ngo], partnership, &goals).await?;
    say(clock, "each ranked the goals and rated the approach; the NGO put training first");
    Ok(goals)
}

/// Money, work and figures, from February to November.
async fn carry_out(
    clock: &Clock,
    members: &[Officer],
    partnership: &str,
    indicator: &str,
    training: &str,
) -> Result<(), Failure> {
    let [apex, funder, lender, ngo, auditor] = members else { return Err(Failure::internal("five partners")) };
    let shared = sharing::agree(funder, lender, ngo, partnership).await?;
    say(clock, "the funder planned two instalments, the second on verified figures; the NGO agreed to give 40 days");
    to(clock, "2025-02-03")?;
    shared.pay(funder, lender, 0, "2025-02-03").await?;
    say(clock, "the funder recorded a first instalment of USD 250,000; the lender confirmed it");
    let work = work::plan(ngo, lender, partnership, training).await?;
    say(clock, "the NGO planned training with the lender, and set a milestone");
    to(clock, "2025-02-10")?;
    work.start(ngo, "2025-02-10").await?;
    to(clock, "2025-03-20")?;
    work.reach(ngo, "2025-03-20").await?;
    say(clock, "training had begun on the day planned; the milestone, six trainers, was reached before its day");
    to(clock, "2025-04-10")?;
    measure(lender, auditor, partnership, indicator, ("2025-01-01", "2025-03-31"), "4600").await?;
    say(clock, "first quarter: 4,600 reported by the lender, verified by the auditor from records");
    to(clock, "2025-04-28")?;
    shared.meet(auditor, "2025-04-28").await?;
    to(clock, "2025-05-05")?;
    shared.pay(funder, lender, 1, "2025-05-05").await?;
    say(clock, "a second instalment of USD 150,000 was recorded and confirmed, three weeks after its day");
    to(clock, "2025-06-02")?;
    talk::settle_a_concern(ngo, lender, partnership).await?;
    let undertaking = work.promise(lender, ngo).await?;
    say(clock, "the NGO raised a concern about the lender, which answered it, and promised lists; the NGO confirmed");
    to(clock, "2025-07-12")?;
    measure(lender, auditor, partnership, indicator, ("2025-04-01", "2025-06-30"), "5300").await?;
    say(clock, "second quarter: 5,300 reported and verified");
    to(clock, "2025-11-28")?;
    work.complete(lender, ngo, &undertaking, "2025-11-28").await?;
    say(clock, "training was completed; the lender said that its lists were delivered, and the NGO confirmed it");
    shared.deliver(ngo, lender, "2025-11-28").await?;
    shared.learn(ngo, apex, lender).await?;
    say(clock, "38 of 40 days were given and confirmed; the lender does as the NGO does now, and says that it helped");
    Ok(())
}

async fn register(operator: &Officer) -> Result<Vec<Officer>, Failure> {
    let mut members = Vec::new();
    for Founding { name, kind, country, does: _, expects: _ } in FOUNDING {
        let register =
            RegisterPartner { name: name.into(), kind: kind.into(), country: country.into(), ..Default::default() };
        let partner = operator.ask(register).await?.id;
        members.push(operator.of(partner, name));
    }
    Ok(members)
}

async fn found(members: &[Officer]) -> Result<String, Failure> {
    let founders = members.iter().zip(&FOUNDING);
    let form = FormPartnership {
        title: "Women's microfinance in Herat (illustrative)".into(),
        purpose: "Loans and training for women who run a business from home".into(),
        currency: "USD".into(),
        rules: vec![DecisionRule {
            matter: Matter::Other.into(),
            rule: Rule::Consent.into(),
            quorum_percent: 75,
            days_open: 14,
            ..Default::default()
        }],
        founders: founders
            .map(|(member, it)| Founder { partner_id: member.partner.clone(), roles: vec![it.does.into()] })
            .collect(),
        ..Default::default()
    };
    let partnership_id = members[0].ask(form).await?.id;
    for (member, Founding { expects, .. }) in members.iter().zip(&FOUNDING) {
        let (partnership_id, text) = (partnership_id.clone(), (*expects).to_owned());
        member.ask(StateExpectation { partnership_id, text, ..Default::default() }).await?;
    }
    for member in members {
        let accept =
            AcceptInvitation { partnership_id: partnership_id.clone(), charter_version: 1, ..Default::default() };
        member.ask(accept).await?;
    }
    Ok(partnership_id)
}

async fn define(ngo: &Officer, partnership: &str) -> Result<String, Failure> {
    let define = DefineIndicator {
        partnership_id: partnership.into(),
        title: "Active women borrowers".into(),
        definition: "Women with an outstanding loan on the last day of the period".into(),
        unit: "clients".into(),
        value_kind: ValueKind::Number.into(),
        direction: Direction::Rising.into(),
        over_periods: OverPeriods::Latest.into(),
        catalogue_id: "IRIS+ PI8330".into(),
        ..Default::default()
    };
    Ok(ngo.ask(define).await?.id)
}

async fn propose(officer: &Officer, partnership: &str, goal: ProposeGoal) -> Result<String, Failure> {
    Ok(officer.ask(ProposeGoal { partnership_id: partnership.into(), ..goal }).await?.id)
}

fn borrowing(indicator: &str) -> ProposeGoal {
    ProposeGoal {
        title: "6,000 women in Herat borrow for a business of their own".into(),
        level: Level::Outcome.into(),
        approach: "Group loans without collateral, with training before the first loan".into(),
        targets: vec![Target {
            target_id: String::new(),
            indicator_id: indicator.into(),
            kind: TargetKind::Reach.into(),
            baseline: "4000".into(),
            value: "6000".into(),
            starts_on: "2025-01-01".into(),
            due_on: "2025-12-31".into(),
            ..Default::default()
        }],
        ..Default::default()
    }
}

fn training(parent: &str) -> ProposeGoal {
    ProposeGoal {
        title: "Every first-time borrower is trained".into(),
        level: Level::Output.into(),
        parent_goal_id: parent.into(),
        approach: "Three days in her own district, before the first loan".into(),
        ..Default::default()
    }
}

/// Everybody's position on the one open proposal; answers why it came out so.
async fn decide(positions: &[(&Officer, Choice)], partnership: &str) -> Result<String, Failure> {
    let open = proposals(positions[0].0, partnership, ProposalState::Open).await?;
    let Some(proposal) = open.proposals.first() else {
        return Err(Failure::internal("no proposal is open"));
    };
    for (member, choice) in positions {
        let position = TakePosition {
            partnership_id: partnership.into(),
            proposal_id: proposal.proposal_id.clone(),
            choice: (*choice).into(),
            ..Default::default()
        };
        member.ask(position).await?;
    }
    let adopted = proposals(positions[0].0, partnership, ProposalState::Adopted).await?;
    Ok(adopted.proposals.last().map(|it| it.why.clone()).unwrap_or_default())
}

pub(super) async fn proposals(
    officer: &Officer,
    partnership: &str,
    state: ProposalState,
) -> Result<ListProposalsResponse, Failure> {
    let query = ListProposals { partnership_id: partnership.into(), state: state.into(), ..Default::default() };
    officer.get(query, |it: &ListProposalsResponse| &it.as_of).await
}

async fn measure(
    lender: &Officer,
    auditor: &Officer,
    partnership: &str,
    indicator: &str,
    (from, to): (&str, &str),
    value: &str,
) -> Result<(), Failure> {
    let report = ReportMeasurement {
        partnership_id: partnership.into(),
        indicator_id: indicator.into(),
        period_start: from.into(),
        period_end: to.into(),
        value: value.into(),
        taken_from: "loan book".into(),
        ..Default::default()
    };
    let measurement_id = lender.ask(report).await?.id;
    let verify = VerifyMeasurement {
        partnership_id: partnership.into(),
        measurement_id,
        basis: Basis::RecordsSampled.into(),
        note: "50 loan files drawn at random".into(),
        ..Default::default()
    };
    auditor.ask(verify).await?;
    // Measurements are not heard by other services; what follows from one is, once evaluation has it in its answers.
    let query = ListTargets { partnership_id: partnership.into(), ..Default::default() };
    auditor.get(query, |it: &ListTargetsResponse| &it.as_of).await.map(drop)
}

fn say(clock: &Clock, what: &str) {
    println!("   {}  {what}", clock.now().strftime("%F"));
}

fn later(clock: &Clock, days: i64) -> Result<(), Failure> {
    let at = clock.now().checked_add((24 * days).hours()).map_err(Failure::internal)?;
    clock.advance_to(at);
    Ok(())
}

fn to(clock: &Clock, day: &str) -> Result<(), Failure> {
    let day: Date = day.parse().map_err(Failure::internal)?;
    let at: Timestamp = day.at(9, 0, 0, 0).to_zoned(TimeZone::UTC).map_err(Failure::internal)?.timestamp();
    clock.advance_to(at);
    Ok(())
}
