//! What the counts come to, worked out as they are read: shares, inequality, alarms. Undefined is absent, never zero.

use contract::partners::{MemberVoice, Voice};
use kernel::measures::gini_basis_points;

/// Below so many proposals a member their inequality says nothing.
const EVENTS_A_MEMBER_MIN: usize = 5;
/// Below so many decisions nobody's part in them is an alarm.
const DECISIONS_MIN: u32 = 5;

/// Adds to the counts what follows from them.
pub fn complete(voice: &mut Voice) {
    let made: Vec<u64> = voice.members.iter().map(|it| it.proposals_made.into()).collect();
    let is_enough = (made.len() * EVENTS_A_MEMBER_MIN) as u64 <= made.iter().sum();
    voice.proposals_gini_basis_points = is_enough.then(|| gini_basis_points(&made)).flatten();
    let decided = voice.proposals_decided;
    let is_alarming = |count: u32| DECISIONS_MIN <= decided && decided < 2 * count;
    let most = voice.members.iter().find(|it| is_alarming(it.proposals_made));
    voice.most_made_by = most.map(|it| it.partner_id.clone()).unwrap_or_default();
    voice.mostly_decided_by_one = is_alarming(voice.decided_by_one);
    let given: i64 = voice.members.iter().map(|it| it.given_minor).sum();
    for member in &mut voice.members {
        member.share_given_basis_points = share(member.given_minor, given);
        member.largest_giver_basis_points = largest(member);
    }
}

fn largest(member: &MemberVoice) -> Option<u32> {
    let largest = member.received_from.iter().map(|it| it.amount_minor).max()?;
    share(largest, member.received_minor)
}

/// Rounded half up.
fn share(part: i64, whole: i64) -> Option<u32> {
    let (part, whole) = (i128::from(part), i128::from(whole));
    let share = (2 * part * 10_000 + whole).checked_div(2 * whole)?;
    u32::try_from(share).ok()
}

#[cfg(test)]
mod tests {
    use contract::partners::ReceivedFrom;

    use super::*;

    fn member(partner: &str, proposals_made: u32, given_minor: i64) -> MemberVoice {
        MemberVoice { partner_id: partner.into(), proposals_made, given_minor, ..Default::default() }
    }

    #[test]
    fn inequality_is_told_from_five_proposals_a_member() {
        let mut voice = Voice { members: vec![member("a", 9, 0), member("b", 0, 0)], ..Default::default() };
        complete(&mut voice);
        assert_eq!(voice.proposals_gini_basis_points, None);
        voice.members[0].proposals_made = 10;
        complete(&mut voice);
        assert_eq!(voice.proposals_gini_basis_points, Some(10_000));
    }

    #[test]
    fn who_makes_more_than_half_of_at_least_five_decisions_is_named() {
        let named = |made, proposals_decided| {
            let members = vec![member("a", made, 0), member("b", 0, 0)];
            let mut voice = Voice { members, proposals_decided, ..Default::default() };
            complete(&mut voice);
            voice.most_made_by
        };
        assert_eq!((named(3, 5), named(3, 6), named(4, 4)), ("a".into(), String::new(), String::new()));
    }

    #[test]
    fn shares_of_nothing_are_undefined() {
        let mut voice = Voice { members: vec![member("a", 0, 0), member("b", 0, 0)], ..Default::default() };
        complete(&mut voice);
        assert!(voice.members.iter().all(|it| it.share_given_basis_points.is_none()));
        voice.members[0].given_minor = 200;
        voice.members[1].given_minor = 100;
        voice.members[1].received_minor = 300;
        voice.members[1].received_from = vec![ReceivedFrom { partner_id: "a".into(), amount_minor: 200 }];
        complete(&mut voice);
        assert_eq!(voice.members[0].share_given_basis_points, Some(6_667));
        assert_eq!(voice.members[0].largest_giver_basis_points, None);
        assert_eq!(voice.members[1].largest_giver_basis_points, Some(6_667));
    }
}
