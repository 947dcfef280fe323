//! What a version of a charter says other than the one before, field by field.

use contract::partners::{CharterVersion, Difference};

use crate::partnership::charter::words;

pub(super) fn differences(before: &CharterVersion, after: &CharterVersion) -> Vec<Difference> {
    let (before, after) = (lines(before), lines(after));
    let pairs = before.into_iter().zip(after);
    pairs
        // An amendment says nothing of the currency, for it cannot change it.
        .filter(|(had, has)| had.1 != has.1 && !(has.0 == "currency" && has.1.is_empty()))
        .map(|((field, before), (_, after))| Difference { field, before, after })
        .collect()
}

/// Every field with what it says; the same fields for every version.
fn lines(it: &CharterVersion) -> Vec<(String, String)> {
    let own = [("title", it.title.clone()), ("purpose", it.purpose.clone()), ("currency", it.currency.clone())];
    let own = own.into_iter().map(|(field, says)| (field.to_owned(), says));
    own.chain(words::agreed(&it.rules, &it.terms.clone().unwrap_or_default())).collect()
}
