//! What is open of offers and needs, for answers that are made of all of it.

use contract::Answer;
use kernel::Members;
use runtime::{Answered, Room, service::Command, views::key};
use tonic::Request;

use super::Api;
use crate::{
    Resources,
    views::{
        NEEDS, OFFERS,
        board::{Shares, is_needed, is_offered},
    },
};

impl Api {
    /// What is made of all that is open in a partnership, among its members.
    pub(super) async fn of_what_is_open<Q: Command, R: Answer>(
        &self,
        request: Request<Q>,
        partnership: impl Fn(&Q) -> &str,
        made: impl Fn(&Q, Shares, Members) -> R,
    ) -> Answered<R> {
        let prefix = |q: &Q| key(&[partnership(q)]);
        let look = |room: &Room<Resources>, q: &Q| room.standing.members(partnership(q));
        let made = |q: &Q, (offers, needs), members| made(q, Shares { offers, needs }, members);
        self.desk.scan_both(request, (OFFERS, is_offered), (NEEDS, is_needed), prefix, look, made).await
    }
}
