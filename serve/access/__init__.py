"""Who may call the service, and how often; knows no route, no text and no model.

keys         who a caller is: API keys, of which only hashes are kept
key_file     the file they are kept in
common_keys  those that several machines have in common
rates        how often a caller may call, over all worker processes of a machine
caller       the same, as what FastAPI's routes depend on: 401 and 429
"""

from spellfix.serve.access.caller import Admitted, Known
from spellfix.serve.access.common_keys import CommonKeys
from spellfix.serve.access.keys import OPEN, Caller, KeyRing, Ring
from spellfix.serve.access.rates import Rates

__all__ = ["OPEN", "Admitted", "Caller", "CommonKeys", "KeyRing", "Known", "Rates", "Ring"]
