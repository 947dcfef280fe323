//! Affiliates of one organisation share one voice.

use contract::partners::{Recuse, Recused, SharedVoice};

use super::*;

/// a and b are of one organisation: four voices.
fn related() -> Charter {
    let organisations = [("a", "head"), ("b", "head")].map(|(it, of)| (it.to_owned(), of.to_owned())).into();
    Charter { organisations, ..charter() }
}

fn opened_to_affiliates() -> ProposalOpened {
    let shared = SharedVoice { partner_ids: vec!["a".into(), "b".into()] };
    ProposalOpened { shared_voices: vec![shared], quorum_needed: 2, ..opened() }
}

fn four() -> Scenario<Proposal> {
    given::<Proposal, _>([opened_to_affiliates()])
}

#[test]
fn affiliates_are_one_voice_at_the_opening() {
    nothing::<Proposal>().by("a").when_knowing(related(), open()).then(opened_to_affiliates());
}

#[test]
fn what_one_says_replaces_what_the_other_said() {
    let both = || four().and(taken("a", Choice::Agree)).and(taken("b", Choice::Abstain));
    both().at(deadline()).when(close()).then(ProposalRejected {
        eligible: 4,
        ..rejected(
            [0, 1, 0],
            "rejected by consent, as too few spoke: none of 4 agreed, 1 abstained, none objected; 2 of 4 needed to speak",
        )
    });
    both().by("a").when(take(Choice::Agree)).then(taken("a", Choice::Agree));
}

#[test]
fn affiliates_of_the_member_concerned_do_not_decide_about_it() {
    let about_b = OpenProposal { concerned_partner_id: "b".into(), ..for_goal() };
    nothing::<Proposal>().by("c").by_service("partners").when_knowing(related(), about_b).then(ProposalOpened {
        matter: Matter::Goal.into(),
        subject: Some(subject()),
        proposed_by: "c".into(),
        concerned_partner_id: "b".into(),
        eligible: ["c", "d", "e"].map(str::to_owned).to_vec(),
        quorum_needed: 2,
        ..opened()
    });
}

#[test]
fn one_recuses_both() {
    let recuse =
        || Recuse { partnership_id: "partnership".into(), proposal_id: "proposal".into(), ..Default::default() };
    let recused = Recused {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        partner_id: "a".into(),
        reason: String::new(),
    };
    four().by("a").when(recuse()).then(recused.clone());
    four().and(recused.clone()).by("b").when(take(Choice::Agree)).then_rejected(Rejection::Recused);
    four().and(recused).by("b").when(recuse()).then_nothing();
}
