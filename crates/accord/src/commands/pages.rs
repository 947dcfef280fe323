//! Everything that a list holds, page after page.

use prost::{Message, Name};

use crate::client::{Client, Failure};

/// As many as one page may hold.
pub(crate) const PAGE_SIZE: u32 = 500;

/// `turn` puts the token of the next page into the question; `taken` is a page's items and the token behind them.
pub(crate) async fn all<Q, R, I>(
    client: &Client,
    mut asked: Q,
    turn: impl Fn(&mut Q, String),
    taken: impl Fn(R) -> (Vec<I>, String),
) -> Result<Vec<I>, Failure>
where
    Q: Message + Name,
    R: Message + Default,
{
    let mut all = Vec::new();
    loop {
        let (items, next) = taken(client.call(&asked).await?);
        all.extend(items);
        if next.is_empty() {
            return Ok(all);
        }
        turn(&mut asked, next);
    }
}
