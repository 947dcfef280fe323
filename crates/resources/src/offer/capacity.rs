//! How much of an offer is taken when: a loan for its days and until it is back, a gift for ever.

use contract::resources::Terms;
use jiff::civil::Date;

use crate::quantity::Quantity;

/// What one allocation takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Holding {
    pub from: Date,
    pub until: Date,
    /// Agreed, or awaiting the members' decision, less what was released.
    pub held: Quantity,
    /// Delivered, and neither returned nor written off.
    pub out: Quantity,
    /// What of a loan came free again, from which day on.
    pub freed: Vec<(Date, Quantity)>,
}

/// What can be shared, and what is taken of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Capacity {
    pub terms: Terms,
    pub quantity: Quantity,
    pub from: Date,
    /// None: open.
    pub until: Option<Date>,
    pub holdings: Vec<Holding>,
}

impl Capacity {
    /// How much is free on each day from one to another.
    pub fn free(&self, from: Date, until: Date, today: Date) -> Quantity {
        self.quantity.less(self.taken(from, until, today))
    }

    pub fn is_there(&self, from: Date, until: Date) -> bool {
        self.from <= from && self.until.is_none_or(|last| until <= last)
    }

    /// The most that is taken on any day from one to another.
    pub fn taken(&self, from: Date, until: Date, today: Date) -> Quantity {
        if self.terms != Terms::Loan {
            return self.holdings.iter().map(|it| it.held).sum();
        }
        // More is taken than the day before only where something begins.
        let begins = self.holdings.iter().map(|it| it.from).filter(|it| from < *it && *it <= until);
        let on = |day: Date| self.holdings.iter().map(|it| it.on(day, today)).sum();
        std::iter::once(from).chain(begins).map(on).max().unwrap_or_default()
    }

    /// The first later day from which so much is free for as many days, as far as that can be told.
    pub fn more_from(&self, wanted: Quantity, from: Date, until: Date, today: Date) -> Option<Date> {
        if self.terms != Terms::Loan || self.quantity < wanted {
            return None;
        }
        let days = until.since(from).ok()?;
        let ends = self.holdings.iter().filter_map(|it| it.until.tomorrow().ok());
        let freed = self.holdings.iter().flat_map(|it| it.freed.iter().map(|(on, _)| *on));
        let mut days_of_change: Vec<Date> = ends.chain(freed).filter(|it| from < *it).collect();
        days_of_change.sort_unstable();
        days_of_change.dedup();
        days_of_change.into_iter().find(|day| {
            let last = day.saturating_add(days);
            self.is_there(*day, last) && wanted <= self.free(*day, last, today)
        })
    }
}

impl Holding {
    /// How much of a loan is taken on a day. What is out after its last day, and it is late, stays so until it is back:
    /// nobody knows when that will be.
    pub fn on(&self, day: Date, today: Date) -> Quantity {
        let freed = |is: &dyn Fn(Date) -> bool| -> Quantity {
            self.freed.iter().filter(|(on, _)| is(*on)).map(|(_, quantity)| *quantity).sum()
        };
        match () {
            () if day < self.from => Quantity::ZERO,
            () if day <= self.until => self.held.less(freed(&|on| on <= day)),
            () if today <= self.until => Quantity::ZERO,
            () => self.out + freed(&|on| day < on),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: &str = "2026-01-15";

    #[test]
    fn a_loan_is_taken_for_its_days_and_a_gift_for_ever() {
        let lent = capacity(Terms::Loan, vec![holding("2026-02-01", "2026-02-28", "6")]);
        assert_eq!(free(&lent, "2026-02-10", "2026-03-10"), "4");
        assert_eq!(free(&lent, "2026-03-01", "2026-03-10"), "10");
        assert_eq!(free(&lent, "2026-01-20", "2026-01-31"), "10");
        let given = capacity(Terms::Gift, vec![holding("2026-02-01", "2026-02-28", "6")]);
        assert_eq!(free(&given, "2026-03-01", "2026-03-10"), "4");
    }

    #[test]
    fn loans_that_do_not_meet_take_the_same_things() {
        let lent = capacity(
            Terms::Loan,
            vec![holding("2026-02-01", "2026-02-28", "6"), holding("2026-03-01", "2026-03-31", "7")],
        );
        assert_eq!(free(&lent, "2026-02-01", "2026-03-31"), "3");
        assert_eq!(free(&lent, "2026-02-01", "2026-02-28"), "4");
    }

    #[test]
    fn an_early_return_frees_from_that_day() {
        let mut back = holding("2026-02-01", "2026-02-28", "6");
        back.freed = vec![(day("2026-02-10"), Quantity::said("5"))];
        let lent = capacity(Terms::Loan, vec![back]);
        assert_eq!(free(&lent, "2026-02-09", "2026-02-20"), "4");
        assert_eq!(free(&lent, "2026-02-10", "2026-02-20"), "9");
    }

    #[test]
    fn what_is_late_stays_taken() {
        let mut late = holding("2025-12-01", "2025-12-31", "6");
        late.out = Quantity::said("2");
        late.freed = vec![(day("2026-01-10"), Quantity::said("4"))];
        let lent = capacity(Terms::Loan, vec![late]);
        assert_eq!(free(&lent, "2026-01-05", "2026-01-05"), "4");
        assert_eq!(free(&lent, "2026-01-10", "2030-01-10"), "8");
    }

    #[test]
    fn it_says_from_when_more_is_free() {
        let lent = capacity(Terms::Loan, vec![holding("2026-02-01", "2026-02-28", "6")]);
        let more =
            |wanted: &str| lent.more_from(Quantity::said(wanted), day("2026-02-10"), day("2026-02-20"), day(TODAY));
        assert_eq!(more("5"), Some(day("2026-03-01")));
        assert_eq!(more("11"), None);
        let short = Capacity { until: Some(day("2026-03-05")), ..lent.clone() };
        let asked = (day("2026-02-10"), day("2026-02-20"));
        assert_eq!(short.more_from(Quantity::said("5"), asked.0, asked.1, day(TODAY)), None);
    }

    fn free(capacity: &Capacity, from: &str, until: &str) -> String {
        capacity.free(day(from), day(until), day(TODAY)).to_string()
    }

    fn capacity(terms: Terms, holdings: Vec<Holding>) -> Capacity {
        Capacity { terms, quantity: Quantity::said("10"), from: day("2025-01-01"), until: None, holdings }
    }

    fn holding(from: &str, until: &str, held: &str) -> Holding {
        let held = Quantity::said(held);
        Holding { from: day(from), until: day(until), held, out: Quantity::ZERO, freed: vec![] }
    }

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }
}
