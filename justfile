# What a developer does; CI calls the same recipes through `.ci/run`.

# Set the checkout up, with the developer tools
setup:
    ./closeknit test --collect-only >/dev/null

# Every check and every test
test *words:
    ./closeknit test {{words}}

# Mend style and format
format:
    .venv/bin/ruff check --fix .
    .venv/bin/ruff format .

# Compile the translations after a change
catalogues:
    .venv/bin/python -c "from pathlib import Path; import hatch_build; hatch_build.compile_catalogues(Path('src/closeknit/locale')); hatch_build.compile_house(Path('src/closeknit/house'))"

# Write the migration of a feature after a change of its models
migrations feature:
    CLOSEKNIT_HOME=/tmp/closeknit-migrations DJANGO_SETTINGS_MODULE=closeknit.house.config.settings .venv/bin/python -m django makemigrations {{feature}}

# Make the invented histories anew
examples:
    .venv/bin/python examples/make_examples.py

# Write the golden reports anew; read the diff before committing it
golden:
    CLOSEKNIT_GOLDEN=write .venv/bin/python -m pytest tests/golden

# Make the reference pages that come from the code
reference:
    .venv/bin/python docs/reference/make_reference.py

# Benchmarks: minutes each, on a quiet machine
bench:
    .venv/bin/python bench/examine.py
    .venv/bin/python bench/peers.py

# A hundred thousand fuzzed inputs a carrier
fuzz:
    .venv/bin/python bench/fuzz_carriers.py
