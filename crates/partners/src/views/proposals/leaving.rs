//! Voices that leave an open proposal, as it is shown.

use contract::partners::{EligibilityEnded, Proposal, Recused, VoiceOut};

use super::count::count;
use crate::proposal::voices::voice_of;

/// Affiliates leave with it.
pub(super) fn recuse(proposal: &mut Proposal, it: &Recused) {
    take_out(proposal, &it.partner_id);
    note(proposal, VoiceOut { partner_id: it.partner_id.clone(), recused: true, why: it.reason.clone() });
}

/// An affiliate that stays keeps the voice.
pub(super) fn leave(proposal: &mut Proposal, it: &EligibilityEnded) {
    let left = it.partner_id.as_str();
    proposal.eligible.retain(|it| it != left);
    let shared = &proposal.shared_voices;
    let voice = voice_of(shared, left);
    if proposal.eligible.iter().any(|it| voice_of(shared, it) == voice) {
        proposal.positions.retain(|it| it.partner_id != left);
        proposal.proxies.retain(|it| it.partner_id != left && it.holder_id != left);
        for position in &mut proposal.positions {
            position.judgements.retain(|it| it.partner_id != left);
        }
    } else {
        take_out(proposal, left);
    }
    note(proposal, VoiceOut { partner_id: it.partner_id.clone(), recused: false, why: it.why.clone() });
}

fn take_out(proposal: &mut Proposal, partner_id: &str) {
    let shared = &proposal.shared_voices;
    let voice = voice_of(shared, partner_id);
    let is_its = |it: &str| voice_of(shared, it) == voice;
    proposal.eligible.retain(|it| !is_its(it));
    proposal.positions.retain(|it| !is_its(&it.partner_id));
    proposal.proxies.retain(|it| !is_its(&it.partner_id) && !is_its(&it.holder_id));
    for position in &mut proposal.positions {
        position.judgements.retain(|it| !is_its(&it.partner_id));
    }
}

fn note(proposal: &mut Proposal, out: VoiceOut) {
    proposal.voices_out.push(out);
    count(proposal);
}
