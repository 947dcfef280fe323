//! Who belongs to a partnership at one moment, as decisions ask for it that name other partners.

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Members {
    /// Those with a voice.
    pub voices: Vec<String>,
    /// Verifiers and observers.
    pub others: Vec<String>,
}

impl Members {
    pub fn has_voice(&self, partner_id: &str) -> bool {
        self.voices.iter().any(|it| it == partner_id)
    }

    pub fn belongs(&self, partner_id: &str) -> bool {
        self.everyone().any(|it| it == partner_id)
    }

    pub fn everyone(&self) -> impl Iterator<Item = &String> {
        self.voices.iter().chain(&self.others)
    }

    /// All with a voice but one.
    pub fn voices_without(&self, partner_id: &str) -> Vec<String> {
        self.voices.iter().filter(|it| *it != partner_id).cloned().collect()
    }
}
