//! Who speaks with one voice: affiliates of one organisation, told apart from partners on their own.

use std::collections::BTreeMap;

use contract::partners::SharedVoice;

/// So many other voices may one voice speak for.
pub const PROXIES_MAX: usize = 2;

/// The name a partner's voice is counted under: its own, or that of the first of its affiliates.
pub fn voice_of<'a>(shared: &'a [SharedVoice], partner_id: &'a str) -> &'a str {
    let is_its_own = |it: &&SharedVoice| it.partner_ids.iter().any(|it| it == partner_id);
    shared.iter().find(is_its_own).and_then(|it| it.partner_ids.first()).map_or(partner_id, String::as_str)
}

/// The affiliates among some partners.
pub fn shared<'a>(partner_ids: &'a [String], organisation: impl Fn(&'a str) -> &'a str) -> Vec<SharedVoice> {
    let mut groups: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for partner_id in partner_ids {
        groups.entry(organisation(partner_id)).or_default().push(partner_id.clone());
    }
    groups.into_values().filter(|it| 1 < it.len()).map(|partner_ids| SharedVoice { partner_ids }).collect()
}

/// How many voices the eligible have.
pub fn voices(shared: &[SharedVoice], eligible: &[String]) -> u32 {
    let mut names: Vec<_> = eligible.iter().map(|it| voice_of(shared, it)).collect();
    names.sort_unstable();
    names.dedup();
    u32::try_from(names.len()).unwrap_or(u32::MAX)
}

/// Whether an objection stands no longer: more than half of the other voices do not sustain it.
pub fn is_refuted(not_sustaining: usize, voices: u32) -> bool {
    let not_sustaining = u32::try_from(not_sustaining).unwrap_or(u32::MAX);
    voices.saturating_sub(1) < not_sustaining.saturating_mul(2)
}
