//! The illustrative year: partners agree, decide, fund, measure and verify.

use contract::{
    evaluation::{
        Basis, DefineIndicator, Direction, ListTargets, ListTargetsResponse, OverPeriods, ReportMeasurement, ValueKind,
        VerifyMeasurement,
    },
    goals::{Level, PlanActivity, ProposeGoal, ServiceKind, Target, TargetKind},
    partners::{
        AcceptInvitation, Choice, DecisionRule, FormPartnership, Founder, ListProposals, ListProposalsResponse, Matter,
        MemberRole, PartnerKind, ProposalState, RegisterPartner, Rule, StateExpectation, TakePosition,
    },
    resources::{ConfirmTransaction, OfferResource, RecordTransaction, ResourceKind, Terms, TransactionType},
};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use runtime::Clock;

use super::{ask::Officer, talk};
use crate::client::{Client, Failure};

/// What the year came to, for the summary.
pub(super) struct Year {
    pub(super) partnership: String,
    pub(super) goal: String,
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
    let [apex, funder, lender, ngo, auditor] = &members[..] else {
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
    let goal = propose(lender, &partnership, &indicator).await?;
    say(clock, "the lender proposed a goal: 6,000 active women borrowers by year's end, from 4,000");
    later(clock, 3)?;
    let why = decide(
        &[(ngo, Choice::Agree), (lender, Choice::Agree), (apex, Choice::Agree), (funder, Choice::Abstain)],
        &partnership,
    )
    .await?;
    say(clock, &format!("the members decided, one voice each whatever they fund: {why}"));

    to(clock, "2025-02-03")?;
    fund(funder, lender, &partnership, "2025-02-03", 25_000_000).await?;
    say(clock, "the funder recorded a first instalment of USD 250,000; the lender confirmed it");
    work(ngo, lender, &partnership, &goal).await?;
    say(clock, "the NGO offered trainers and planned training with the lender");

    to(clock, "2025-04-10")?;
    measure(lender, auditor, &partnership, &indicator, ("2025-01-01", "2025-03-31"), "4600").await?;
    say(clock, "first quarter: 4,600 reported by the lender, verified by the auditor from records");
    to(clock, "2025-05-05")?;
    fund(funder, lender, &partnership, "2025-05-05", 15_000_000).await?;
    say(clock, "a second instalment of USD 150,000 was recorded and confirmed");
    to(clock, "2025-06-02")?;
    talk::settle_a_concern(ngo, lender, &partnership).await?;
    say(clock, "the NGO raised a concern about the lender, which answered it; the NGO confirmed that it is settled");
    to(clock, "2025-07-12")?;
    measure(lender, auditor, &partnership, &indicator, ("2025-04-01", "2025-06-30"), "5300").await?;
    say(clock, "second quarter: 5,300 reported and verified");
    to(clock, "2025-12-15")?;
    let voices = [apex, funder, lender, ngo];
    let round = talk::give_feedback(&voices, &partnership).await?;
    say(clock, "the four with a voice rated each other unseen; all of it was released with the last one");
    to(clock, "2026-01-05")?;
    talk::review(&voices, lender, &round, &partnership).await?;
    say(clock, "the members reviewed the year, and agreed one change that follows from the feedback");
    Ok(Year { partnership, goal, round, apex: apex.clone(), members })
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

async fn propose(lender: &Officer, partnership: &str, indicator: &str) -> Result<String, Failure> {
    let propose = ProposeGoal {
        partnership_id: partnership.into(),
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
    };
    Ok(lender.ask(propose).await?.id)
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

async fn fund(funder: &Officer, lender: &Officer, partnership: &str, on: &str, minor: i64) -> Result<(), Failure> {
    let record = RecordTransaction {
        partnership_id: partnership.into(),
        r#type: TransactionType::Disbursement.into(),
        provider_partner_id: funder.partner.clone(),
        receiver_partner_id: lender.partner.clone(),
        amount_minor: minor,
        currency: "USD".into(),
        value_date: on.into(),
        description: "Instalment of the loan fund".into(),
        ..Default::default()
    };
    let transaction_id = funder.ask(record).await?.id;
    let confirm = ConfirmTransaction { partnership_id: partnership.into(), transaction_id, ..Default::default() };
    lender.ask(confirm).await.map(drop)
}

async fn work(ngo: &Officer, lender: &Officer, partnership: &str, goal: &str) -> Result<(), Failure> {
    let offer = OfferResource {
        partnership_id: partnership.into(),
        kind: ResourceKind::Training.into(),
        title: "Business training for first-time borrowers".into(),
        quantity: "60".into(),
        unit: "days".into(),
        available_from: "2025-02-01".into(),
        available_until: "2025-12-31".into(),
        place: "Herat".into(),
        terms: Terms::Gift.into(),
        ..Default::default()
    };
    ngo.ask(offer).await?;
    let plan = PlanActivity {
        partnership_id: partnership.into(),
        goal_id: goal.into(),
        title: "Training before the first loan".into(),
        service: ServiceKind::Training.into(),
        lead_partner_id: ngo.partner.clone(),
        supporting_partner_ids: vec![lender.partner.clone()],
        places: vec!["Herat".into()],
        starts_on: "2025-02-10".into(),
        ends_on: "2025-11-30".into(),
        ..Default::default()
    };
    ngo.ask(plan).await.map(drop)
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
