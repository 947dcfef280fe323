//! Verification: how many reported values are verified as they stand, and how.

use contract::{
    common::{Figure, Measure},
    evaluation::Basis,
};
use runtime::measuring::figures::{missing, share};

use crate::memory::tallies::Verified;

const BASES: [(Basis, &str); 5] = [
    (Basis::DeskReview, "desk review"),
    (Basis::RecordsSampled, "records sampled"),
    (Basis::SiteVisit, "site visit"),
    (Basis::AuditedAccounts, "audited accounts"),
    (Basis::Independent, "independent"),
];

pub(super) fn figures(verified: &Verified) -> Vec<Figure> {
    let all: u32 = verified.by_basis.values().sum();
    let by = |(basis, name): &(Basis, &str)| {
        let count = verified.by_basis.get(&i32::from(*basis)).copied().filter(|it| 0 < *it)?;
        Some(Figure { split: (*name).to_owned(), ..share(Measure::VerifiedBy, count, all, "no value is verified") })
    };
    let values = share(Measure::ValuesVerified, all, verified.reported, "no member has reported a value");
    let record = missing(Measure::RecordVerified, "the record is not verified by this version");
    [values].into_iter().chain(BASES.iter().filter_map(by)).chain([record]).collect()
}
