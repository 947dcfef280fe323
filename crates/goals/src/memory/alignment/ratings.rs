//! How the members of one partnership rate approaches, kept small: a thousand partnerships have millions of ratings.

use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Ratings {
    /// Every partner that ever rated; its place here is its number.
    partners: Vec<String>,
    /// By the goals' numbers: of its approach as it is now, one a partner.
    by_goal: Vec<Vec<Rated>>,
}

/// Eight bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Rated {
    given: u32,
    partner: u16,
    rating: u8,
}

impl Ratings {
    /// With each partner its rating, and when in the order of all that was said.
    pub(super) fn of(&self, goal: usize) -> impl Iterator<Item = (&str, u32, u32)> {
        let rated = self.by_goal.get(goal).into_iter().flatten();
        rated.filter_map(|it| Some((self.partners.get(usize::from(it.partner))?.as_str(), it.rating.into(), it.given)))
    }

    /// Instead of what the partner said of that approach before.
    pub(super) fn give(&mut self, goal: usize, partner_id: &str, rating: u32, given: u32) {
        // Thirty are members at a time: so many as can't be numbered never come and go.
        let Ok(partner) = u16::try_from(self.number(partner_id)) else { return };
        let rated = Rated { given, partner, rating: u8::try_from(rating).unwrap_or(u8::MAX) };
        if self.by_goal.len() <= goal {
            self.by_goal.resize_with(goal + 1, Vec::new);
        }
        let of_goal = &mut self.by_goal[goal];
        match of_goal.iter_mut().find(|it| it.partner == partner) {
            Some(before) => *before = rated,
            None => of_goal.push(rated),
        }
    }

    pub(super) fn forget(&mut self, goal: usize) {
        if let Some(of_goal) = self.by_goal.get_mut(goal) {
            *of_goal = Vec::new();
        }
    }

    fn number(&mut self, partner_id: &str) -> usize {
        self.partners.iter().position(|it| it == partner_id).unwrap_or_else(|| {
            self.partners.push(partner_id.to_owned());
            self.partners.len() - 1
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rating_takes_eight_bytes() {
        assert_eq!(size_of::<Rated>(), 8);
    }

    #[test]
    fn of_each_partner_the_last_rating_of_a_goal_is_kept_until_it_is_forgotten() {
        let mut ratings = Ratings::default();
        ratings.give(2, "bank", 4, 1);
        ratings.give(0, "bank", 3, 2);
        ratings.give(2, "cooperative", 0, 3);
        ratings.give(2, "bank", 1, 4);
        assert_eq!(ratings.of(2).collect::<Vec<_>>(), [("bank", 1, 4), ("cooperative", 0, 3)]);
        assert_eq!(ratings.of(0).collect::<Vec<_>>(), [("bank", 3, 2)]);
        assert_eq!((ratings.of(1).count(), ratings.of(9).count()), (0, 0), "nobody has rated these");
        ratings.forget(2);
        ratings.forget(9);
        assert_eq!((ratings.of(2).count(), ratings.of(0).count()), (0, 1));
        ratings.give(2, "cooperative", 2, 5);
        assert_eq!(ratings.of(2).collect::<Vec<_>>(), [("cooperative", 2, 5)]);
    }
}
