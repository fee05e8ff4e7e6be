//! Rules for which one order of decisions is enough.

use super::ruling::StoppingRequest;
use euthymia_review::log::Stage;
use euthymia_screening::stopping::consecutive::{Run, consecutive};
use euthymia_screening::stopping::recall::ranked;
use euthymia_screening::stopping::{Says, Screened};

/// Words of the rules that say stop, with the usual settings, after `labels` (whether each report
/// was relevant, in the order of the decisions) out of `total`. None once all are decided: there is
/// nothing to stop then. A share of all in a row is left out: of a small review it is next to
/// nothing.
pub(in crate::review) fn said_of_one_order(labels: Vec<bool>, total: u64) -> Vec<&'static str> {
    let usual = StoppingRequest::usual(Stage::TitleAbstract);
    let Ok(so_far) = Screened::new(labels, total) else {
        return Vec::new();
    };
    if so_far.rest() == 0 {
        return Vec::new();
    }
    let run = consecutive(&so_far, Run::Count(usual.run)).verdict.says;
    let recall = ranked(&so_far, usual.target, usual.confidence);
    let recall = recall.map_or(Says::CannotSay, |own| own.verdict.says);
    let rules = [("run", run), ("recall", recall)];
    let stop = rules.into_iter().filter(|(_, says)| *says == Says::Stop);
    stop.map(|(word, _)| word).collect()
}
