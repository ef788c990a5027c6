"""What a zygote imports and warms up before the first fork, so that no fork pays for it."""

import contextlib
import importlib
import io
import os
import pkgutil
import warnings

# Slow to import and used by the units; what is missing here is imported by the fork itself.
_LIBRARIES = [
    "numpy",
    "pandas",
    "pandas.core.methods.to_dict",
    "pandas.core.reshape.reshape",
    "pandas.io.formats.style",
    "pandas.plotting._matplotlib",
    "openpyxl",
    "sklearn.linear_model",
    "sklearn.ensemble",
    "sklearn.tree",
    "sklearn.cluster",
    "sklearn.neighbors",
    "sklearn.naive_bayes",
    "sklearn.feature_extraction.text",
    "sklearn.metrics",
    "sklearn.model_selection",
    "sklearn.preprocessing",
    "sklearn.pipeline",
    "sklearn.compose",
    "sklearn.decomposition",
    "sklearn.dummy",
    "sklearn.inspection",
    "sklearn.svm",
    # Rarer, but a judge knows a model only by a class that it has itself.
    "sklearn.calibration",
    "sklearn.cross_decomposition",
    "sklearn.discriminant_analysis",
    "sklearn.feature_selection",
    "sklearn.gaussian_process",
    "sklearn.impute",
    "sklearn.isotonic",
    "sklearn.kernel_approximation",
    "sklearn.manifold",
    "sklearn.mixture",
    "sklearn.multiclass",
    "sklearn.multioutput",
    "sklearn.neural_network",
    "sklearn.semi_supervised",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
    "koreanize_matplotlib",
    "ipywidgets",
    "junggu",
]


def libraries() -> None:
    """Import what notebooks use; a library that is not installed is passed over."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in _LIBRARIES:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
        import junggu

        for module in pkgutil.walk_packages(junggu.__path__, "junggu."):
            with contextlib.suppress(Exception):
                importlib.import_module(module.name)


def datasets() -> None:
    """Parse every shared table once; forks get the parsed ones from the cache of ``load``."""
    from junggu.data import dataset_names, load

    # A broken package is told to the notebook that asks for it.
    with contextlib.suppress(OSError, ValueError, KeyError):
        for name in dataset_names():
            with contextlib.suppress(OSError, ValueError, KeyError):
                load(name)


def warm_up() -> None:
    """Run the paths that import lazily or fill caches: a table, a model, a figure."""
    import matplotlib.pyplot as plt
    import pandas as pd
    from sklearn.linear_model import LogisticRegression

    frame = pd.read_csv(io.StringIO("이름,수\n가,1\n나,2\n다,3\n"))
    frame.groupby("이름")["수"].sum().sort_values().reset_index().merge(frame)
    frame._repr_html_()
    repr(frame)
    LogisticRegression().fit(frame[["수"]], [0, 1, 1]).predict(frame[["수"]])
    figure, axes = plt.subplots()
    axes.bar(frame["이름"], frame["수"])
    axes.set_title("그림")
    figure.savefig(io.BytesIO(), format="png")
    plt.close("all")


def settings(*, writable: str) -> None:
    """Set the environment that must stand before the first import."""
    for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR"):
        os.environ[f"{name}_NUM_THREADS"] = "1"
    os.environ |= {
        "JOBLIB_MULTIPROCESSING": "0",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": writable,
        "IPYTHONDIR": writable,
        "JUPYTER_RUNTIME_DIR": writable,
        "HOME": writable,
        # pyarrow's allocator would otherwise keep a thread, and forks must start with one.
        "JE_ARROW_MALLOC_CONF": "background_thread:false",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
    }
