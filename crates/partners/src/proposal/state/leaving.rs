//! Voices that leave an open proposal: out of the eligible, the quorum, and all that they said or held.

use super::Opened;

impl Opened {
    /// A conflict of interest is the whole organisation's: affiliates leave with it.
    pub(super) fn recuse(&mut self, partner_id: &str) {
        let voice = self.voice_of(partner_id);
        self.recused.insert(voice.clone());
        self.take_out(&voice);
    }

    /// An affiliate that stays keeps the voice, which then has to speak again if the one that left spoke for it.
    pub(super) fn leave(&mut self, partner_id: &str) {
        self.eligible.retain(|it| it != partner_id);
        let voice = self.voice_of(partner_id);
        if !self.eligible.iter().any(|it| self.voice_of(it) == voice) {
            return self.take_out(&voice);
        }
        self.positions.retain(|_, it| it.partner_id != partner_id);
        self.proxies.retain(|_, it| it.partner_id != partner_id && it.holder_id != partner_id);
        for position in self.positions.values_mut() {
            position.judgements.retain(|_, it| it.partner_id != partner_id);
        }
    }

    /// What it said for others under their proxies stays theirs; what it may still say for them does not.
    fn take_out(&mut self, voice: &str) {
        let shared = std::mem::take(&mut self.motion.shared_voices);
        let is_its = |partner_id: &str| super::voice_of(&shared, partner_id) == voice;
        self.eligible.retain(|it| !is_its(it));
        self.positions.remove(voice);
        self.proxies.retain(|giver, it| giver != voice && !is_its(&it.holder_id));
        for position in self.positions.values_mut() {
            position.judgements.remove(voice);
        }
        self.motion.shared_voices = shared;
    }
}
