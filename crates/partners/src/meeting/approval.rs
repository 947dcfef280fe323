//! When minutes are agreed: more than half of the members that were present and did not write them have approved.

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Approval {
    pub approved: usize,
    /// How many may approve.
    pub approvers: usize,
}

impl Approval {
    pub fn needed(self) -> usize {
        self.approvers / 2 + 1
    }

    /// Never where nobody but the writer was there: nobody has confirmed them.
    pub fn is_agreed(self) -> bool {
        self.needed() <= self.approved
    }

    pub fn why(self) -> String {
        let Approval { approved, approvers } = self;
        format!(
            "agreed: {approved} of {approvers} that were present and did not write them approved; {} of {approvers} \
             needed",
            self.needed()
        )
    }

    pub fn still_needed(self) -> String {
        let Approval { approved, approvers } = self;
        match approvers {
            0 => "nobody else with a voice was present: they cannot be approved".into(),
            _ => format!("{approved} of {approvers} approved; {} of {approvers} needed", self.needed()),
        }
    }
}
