"""The tutorial runs from its first cell to its last."""

from tests.conftest import ROOT


def test_the_notebook_runs() -> None:
    import nbformat
    from nbclient import NotebookClient

    path = ROOT / "docs" / "tutorials" / "first-examination.ipynb"
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()
    outputs = [o for cell in notebook.cells if cell.cell_type == "code" for o in cell.outputs]
    assert outputs
    assert not [o for o in outputs if o.output_type == "error"]
