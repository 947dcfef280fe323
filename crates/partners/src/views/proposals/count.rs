//! The tally of a proposal as it is shown, by the same rules as its decision.

use contract::partners::{BeatRow, Choice, ObjectionState, Position, Proposal, Rule};

use crate::proposal::{
    ranked::Ranked,
    tally::{Said, Tally, Terms, quorum_now},
    voices::{is_refuted, voices},
};

pub(super) fn count(proposal: &mut Proposal) {
    proposal.voices = voices(&proposal.shared_voices, &proposal.eligible);
    proposal.quorum_needed = quorum_now(proposal.quorum_percent, proposal.quorum_needed, proposal.voices);
    let voices = proposal.voices;
    proposal.positions.iter_mut().for_each(|it| judge(it, voices));
    let tally = tally(proposal);
    proposal.agreed = tally.agreed;
    proposal.abstained = tally.abstained;
    proposal.objected = tally.objected;
    proposal.not_sustained = tally.refuted;
    proposal.ranked = tally.ranked.ballots;
    proposal.beats = beats(&tally.ranked);
    proposal.why = match proposal.positions.iter().filter(|it| it.sealed.is_some()).count() {
        0 => tally.still_needed(),
        hidden => format!("open: {hidden} of {voices} have spoken; what they said is hidden until the close"),
    };
}

fn tally(proposal: &Proposal) -> Tally {
    let has_fallback = proposal.fallback() != Rule::Unspecified && proposal.fell_back_from() == Rule::Unspecified;
    let terms = Terms {
        rule: proposal.rule,
        quorum_needed: proposal.quorum_needed,
        eligible: proposal.voices,
        options: &proposal.options,
        has_fallback,
    };
    Tally::of(terms, proposal.positions.iter().map(said))
}

fn said(it: &Position) -> Said<'_> {
    let is_refuted = it.objection() == ObjectionState::NotSustained;
    Said { choice: it.choice(), is_refuted, ranks: &it.ranks }
}

/// Where an objection stands; one withdrawn stays shown as that.
fn judge(position: &mut Position, voices: u32) {
    if position.choice() != Choice::Object {
        return;
    }
    let against = position.judgements.iter().filter(|it| !it.sustained).count();
    position.set_objection(match is_refuted(against, voices) {
        true => ObjectionState::NotSustained,
        false => ObjectionState::Standing,
    });
}

fn beats(ranked: &Ranked) -> Vec<BeatRow> {
    if ranked.options.is_empty() {
        return vec![];
    }
    let names = ranked.options.iter().map(String::as_str).chain(["none of these"]);
    let row = |(option, above): (&str, &Vec<u32>)| BeatRow { option: option.to_owned(), above: above.clone() };
    names.zip(ranked.beats.rows()).map(row).collect()
}
