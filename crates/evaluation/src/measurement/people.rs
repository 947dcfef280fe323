//! Counts of people: whole, parts within the whole, and no group so small that somebody would be known by it, neither by
//! itself nor as what is left when others are taken away.

use rust_decimal::Decimal;

use super::rejection::Rejection;
use crate::indicator::Definition;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Count {
    pub numerator: Decimal,
    /// None: of a number.
    pub denominator: Option<Decimal>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    pub dimension: String,
    pub value_name: String,
    pub count: Count,
}

/// Which figures of an indicator count people, and how many make the smallest group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    numerators: bool,
    denominators: bool,
    minimum: Decimal,
}

impl Rule {
    pub fn of(definition: &Definition, minimum: u32) -> Self {
        Rule {
            numerators: definition.numerator_counts_people,
            denominators: definition.denominator_counts_people,
            minimum: minimum.into(),
        }
    }

    pub fn check(&self, whole: &Count, parts: &[Part]) -> Result<(), Rejection> {
        self.groups(whole).try_for_each(|it| self.check_whole(it))?;
        for part in parts {
            self.groups(&part.count).try_for_each(|it| self.check_whole(it))?;
        }
        for dimension in dimensions(parts) {
            for rest in self.remainders(whole, dimension, parts) {
                if rest < Decimal::ZERO {
                    return Err(Rejection::PartsExceedWhole { dimension: dimension.to_owned() });
                }
                self.check_size(rest)?;
            }
        }
        Ok(())
    }

    /// Beside what was told before and is not told anew: that may be more than the whole is now, but must not leave a small
    /// group of it.
    pub fn check_beside(&self, whole: &Count, parts: &[Part], told: &[Part]) -> Result<(), Rejection> {
        let is_anew =
            |it: &&Part| !parts.iter().any(|new| (&new.dimension, &new.value_name) == (&it.dimension, &it.value_name));
        let all: Vec<Part> = parts.iter().chain(told.iter().filter(is_anew)).cloned().collect();
        let rests = dimensions(&all).into_iter().flat_map(|it| self.remainders(whole, it, &all));
        rests.collect::<Vec<_>>().into_iter().try_for_each(|it| self.check_size(it))
    }

    /// The groups of people that a figure tells of: those counted, those among whom, and the others among those.
    fn groups(&self, count: &Count) -> impl Iterator<Item = Decimal> + use<> {
        let numerator = Some(count.numerator).filter(|_| self.numerators);
        let denominator = count.denominator.filter(|_| self.denominators);
        let others = numerator.zip(denominator).map(|(some, all)| all - some);
        [numerator, denominator, others].into_iter().flatten()
    }

    /// Of each group what belongs to none of the parts.
    fn remainders(&self, whole: &Count, dimension: &str, parts: &[Part]) -> Vec<Decimal> {
        let mut rests: Vec<Decimal> = self.groups(whole).collect();
        for part in parts.iter().filter(|it| it.dimension == dimension) {
            rests.iter_mut().zip(self.groups(&part.count)).for_each(|(rest, group)| *rest -= group);
        }
        rests
    }

    fn check_whole(&self, people: Decimal) -> Result<(), Rejection> {
        if people < Decimal::ZERO || !people.fract().is_zero() {
            return Err(Rejection::NoCountOfPeople);
        }
        self.check_size(people)
    }

    /// Nobody at all tells of nobody.
    fn check_size(&self, people: Decimal) -> Result<(), Rejection> {
        match Decimal::ZERO < people && people < self.minimum {
            true => Err(Rejection::GroupTooSmall { minimum: self.minimum }),
            false => Ok(()),
        }
    }
}

fn dimensions(parts: &[Part]) -> Vec<&str> {
    let mut dimensions: Vec<&str> = parts.iter().map(|it| it.dimension.as_str()).collect();
    dimensions.sort_unstable();
    dimensions.dedup();
    dimensions
}
