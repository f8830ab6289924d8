#include "cli/pattern.hpp"
#include "cli/verb_options.hpp"
#include "cli/verb_parser.hpp"
#include "cli/verbs.hpp"
#include "reports/json/json.hpp"
#include "reports/text/text.hpp"

namespace heddle::cli {

exit_code run_list(const invocation& call) {
  list_settings settings;
  verb_parser parser{"list"};
  add_list_options(parser, settings);
  parser.parse(call.arguments);
  const std::vector<const model*> models = select_models(settings.patterns);
  if (settings.output.json) write_file(*settings.output.json, reports::models_json(models));
  if (settings.output.prints_text())
    print(reports::model_list(models, settings.output.text(call.command)));
  return exit_code::success;
}

}  // namespace heddle::cli
