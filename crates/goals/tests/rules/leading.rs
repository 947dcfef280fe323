//! Who leads and who supports: offered and taken, never given unasked.

use contract::goals::*;
use goals::activity::{Activity, Crew, Rejection};
use kernel::{
    Invalid,
    scenario::{Scenario, given, nothing},
};

use crate::{messages::*, messages_activity::*};

#[test]
fn the_lead_offers_it_and_the_other_takes_it() {
    planned().by(BANK).when_knowing(crew(), hand_over(COOPERATIVE)).then(offered(BANK, COOPERATIVE));
    let offered = || planned().and(offered(BANK, COOPERATIVE));
    offered().by(BANK).when_knowing(crew(), hand_over(COOPERATIVE)).then_nothing();
    let taken = handed_over(BANK, COOPERATIVE, "You are nearer");
    offered().by(COOPERATIVE).when_knowing(crew(), take_over()).then(taken.clone());
    offered().and(taken).by(COOPERATIVE).when_knowing(crew(), take_over()).then_nothing();
}

#[test]
fn an_offer_makes_nobody_lead() {
    let offered = || planned().and(offered(BANK, COOPERATIVE));
    let rejection = Rejection::NotTheLead { lead_partner_id: BANK.into() };
    offered().by(COOPERATIVE).when(start("2026-01-10")).then_rejected(rejection);
    offered().by(BANK).when(start("2026-01-10")).then(started());
}

#[test]
fn only_who_was_offered_it_takes_it_while_the_lead_is_there() {
    let rejection = || Rejection::NotOffered { lead_partner_id: BANK.into() };
    planned().by(COOPERATIVE).when_knowing(crew(), take_over()).then_rejected(rejection());
    let offered = planned().and(offered(BANK, COOPERATIVE));
    offered.by(INSURER).when_knowing(crew(), take_over()).then_rejected(rejection());
}

#[test]
fn the_latest_offer_counts_and_can_be_taken_back() {
    let to_insurer = || planned().and(offered(BANK, COOPERATIVE)).and(offered(BANK, INSURER));
    let rejection = || Rejection::NotOffered { lead_partner_id: BANK.into() };
    to_insurer().by(COOPERATIVE).when_knowing(crew(), take_over()).then_rejected(rejection());
    to_insurer().by(BANK).when_knowing(crew(), hand_over("")).then(offered(BANK, ""));
    let taken_back = || to_insurer().and(offered(BANK, ""));
    taken_back().by(INSURER).when_knowing(crew(), take_over()).then_rejected(rejection());
    taken_back().by(BANK).when_knowing(crew(), hand_over("")).then_nothing();
}

#[test]
fn it_is_offered_to_another_member_with_a_voice_by_the_lead() {
    let rejection = Rejection::NotAMember { field: "to_partner_id", partner_id: STRANGER.into() };
    planned().by(BANK).when_knowing(crew(), hand_over(STRANGER)).then_rejected(rejection);
    let problem = "is named as the lead already, or is yourself: who leads says so by taking over";
    let itself = planned().by(BANK).when_knowing(crew(), hand_over(BANK));
    itself.then_rejected(Invalid::new("to_partner_id", problem).into());
    let rejection = Rejection::NotTheLead { lead_partner_id: BANK.into() };
    planned().by(INSURER).when_knowing(crew(), hand_over(COOPERATIVE)).then_rejected(rejection);
    let over = planned().and(cancelled(BANK)).by(BANK).when_knowing(crew(), hand_over(COOPERATIVE));
    over.then_rejected(Rejection::State(ActivityState::Cancelled));
    nothing::<Activity>().by(BANK).when_knowing(crew(), hand_over(COOPERATIVE)).then_rejected(Rejection::NotFound);
}

#[test]
fn any_member_takes_over_from_a_lead_that_leaves_is_suspended_or_has_left() {
    let leaves = Crew { leaving: vec![BANK.into()], ..crew() };
    let has_no_voice = Crew { voices: vec![COOPERATIVE.into(), INSURER.into()], leaving: vec![] };
    for crew in [leaves, has_no_voice] {
        for taker in [COOPERATIVE, INSURER] {
            planned().by(taker).when_knowing(crew.clone(), take_over()).then(handed_over(BANK, taker, ""));
        }
    }
}

#[test]
fn who_takes_the_lead_supports_no_longer_and_who_gave_it_has_no_part() {
    let taken = || planned().and(offered(BANK, COOPERATIVE)).and(handed_over(BANK, COOPERATIVE, ""));
    taken().by(COOPERATIVE).when(leave()).then_rejected(Rejection::NotSupporting);
    taken().by(BANK).when(leave()).then_rejected(Rejection::NotSupporting);
    let rejection = Rejection::NotTheLead { lead_partner_id: COOPERATIVE.into() };
    taken().by(BANK).when(cancel()).then_rejected(rejection);
    taken().by(COOPERATIVE).when(cancel()).then(cancelled(COOPERATIVE));
}

#[test]
fn a_lead_that_another_named_says_itself_that_it_leads() {
    named_by_bank().by(INSURER).when_knowing(crew(), take_over()).then(handed_over(INSURER, INSURER, ""));
    let accepted = || named_by_bank().and(handed_over(INSURER, INSURER, ""));
    accepted().by(INSURER).when_knowing(crew(), take_over()).then_nothing();
    let rejection = || Rejection::NotTheLead { lead_partner_id: INSURER.into() };
    accepted().by(BANK).when(cancel()).then_rejected(rejection());
    let begun = named_by_bank().and(ActivityStarted { lead_partner_id: INSURER.into(), ..started() });
    begun.by(BANK).when(cancel()).then_rejected(rejection());
}

#[test]
fn until_then_whoever_planned_it_gives_it_up_offers_it_or_takes_it() {
    named_by_bank().by(BANK).when(cancel()).then(cancelled(BANK));
    named_by_bank().by(BANK).when_knowing(crew(), hand_over(COOPERATIVE)).then(offered(BANK, COOPERATIVE));
    named_by_bank().by(BANK).when_knowing(crew(), take_over()).then(handed_over(INSURER, BANK, ""));
    let others = Rejection::NotOffered { lead_partner_id: INSURER.into() };
    named_by_bank().by(COOPERATIVE).when_knowing(crew(), take_over()).then_rejected(others);
    let lead_gone = Crew { voices: vec![BANK.into(), COOPERATIVE.into()], leaving: vec![] };
    let taken = handed_over(INSURER, COOPERATIVE, "");
    named_by_bank().by(COOPERATIVE).when_knowing(lead_gone, take_over()).then(taken);
}

#[test]
fn an_offer_from_before_the_named_lead_began_comes_too_late() {
    let began = ActivityStarted { lead_partner_id: INSURER.into(), ..started() };
    let offered_before = named_by_bank().and(offered(BANK, COOPERATIVE)).and(began.clone());
    let rejection = Rejection::NotOffered { lead_partner_id: INSURER.into() };
    offered_before.by(COOPERATIVE).when_knowing(crew(), take_over()).then_rejected(rejection);
    let offered_by_itself = named_by_bank().and(began).and(offered(INSURER, COOPERATIVE));
    let taken = handed_over(INSURER, COOPERATIVE, "You are nearer");
    offered_by_itself.by(COOPERATIVE).when_knowing(crew(), take_over()).then(taken);
}

#[test]
fn a_fact_that_does_not_say_who_planned_it_takes_its_lead_at_its_word() {
    let before = given::<Activity, _>([ActivityPlanned { planned_by: String::new(), ..activity_planned() }]);
    before.by(BANK).when_knowing(crew(), take_over()).then_nothing();
}

#[test]
fn who_supports_withdraws_itself() {
    planned().by(COOPERATIVE).when(leave()).then(left(COOPERATIVE, "", "We have no trainers left"));
    let gone = || planned().and(left(COOPERATIVE, "", ""));
    gone().by(COOPERATIVE).when(leave()).then_rejected(Rejection::NotSupporting);
    planned().by(INSURER).when(leave()).then_rejected(Rejection::NotSupporting);
    planned().by(BANK).when(leave()).then_rejected(Rejection::NotSupporting);
    let over = planned().and(cancelled(BANK)).by(COOPERATIVE).when(leave());
    over.then_rejected(Rejection::State(ActivityState::Cancelled));
}

fn planned() -> Scenario<Activity> {
    given::<Activity, _>([activity_planned()])
}

fn named_by_bank() -> Scenario<Activity> {
    given::<Activity, _>([ActivityPlanned { lead_partner_id: INSURER.into(), ..activity_planned() }])
}
