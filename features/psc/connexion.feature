# language: fr
@PSC
Fonctionnalité: S'identifier avec Pro Santé Connect
  Le professionnel s'identifie une fois, dans son navigateur ou depuis son logiciel ; le logiciel
  demande le niveau attendu et n'ouvre sa session qu'à celui que Pro Santé Connect a identifié.

  @PSC-01 @capacite.psc.navigateur @capacite.session.locale
  Scénario: Le professionnel s'identifie dans son navigateur
    Étant donné un professionnel dont un compte local connaît le RPPS
    Et le professionnel s'est identifié avec Pro Santé Connect dans le navigateur
    Et le professionnel s'est déconnecté
    Quand le professionnel s'identifie avec Pro Santé Connect dans le navigateur
    Alors Pro Santé Connect a reçu du navigateur une demande d'identification complète
    Et chaque demande d'identification porte le niveau "eidas1", et lui seul
    Et chaque demande d'identification porte un état et un nonce imprévisibles, qui n'ont jamais servi
    Et le logiciel authentifié échange le code contre des jetons
    Et l'action est acceptée
    Et la session du logiciel est ouverte au nom du professionnel

  @PSC-02 @capacite.psc.navigateur @capacite.session.locale
  Scénario: Un logiciel installé sur le poste passe par le navigateur du système
    Étant donné un professionnel dont un compte local connaît le RPPS
    Quand le professionnel s'identifie avec Pro Santé Connect dans le navigateur
    Alors l'identification est passée par le navigateur du système
    Et la session du logiciel est ouverte au nom du professionnel

  @PSC-03 @capacite.psc.ciba @capacite.session.locale
  Plan du Scénario: Le professionnel s'identifie depuis son logiciel, avec sa <moyen>
    Étant donné un professionnel dont un compte local connaît le RPPS
    Et Pro Santé Connect demande d'attendre 1 seconde entre deux interrogations
    Et le professionnel valide ses demandes après 3 interrogations
    Quand le professionnel s'identifie avec Pro Santé Connect par CIBA, avec sa <moyen>
    Alors la demande envoyée porte l'identifiant du professionnel, le moyen choisi et un code à montrer
    Et le code montré au professionnel est celui de la demande
    Et le logiciel laisse passer l'intervalle demandé entre deux interrogations
    Et l'action est acceptée
    Et la session du logiciel est ouverte au nom du professionnel

    Exemples:
      | moyen     |
      | e-CPS     |
      | carte CPS |

  @PSC-04 @negatif @capacite.psc.ciba @capacite.session.locale
  Plan du Scénario: Le professionnel <issue> la demande de son logiciel
    Étant donné un professionnel dont un compte local connaît le RPPS
    Et Pro Santé Connect demande d'attendre 1 seconde entre deux interrogations
    Et Pro Santé Connect abandonne une demande restée 4 secondes sans réponse
    Et le professionnel <issue> ses demandes
    Quand le professionnel s'identifie avec Pro Santé Connect par CIBA, avec sa e-CPS
    Alors l'action est refusée et le motif est donné
    Et le logiciel cesse d'interroger Pro Santé Connect
    Et la session du logiciel est fermée
    Étant donné que le professionnel valide ses demandes
    Quand le professionnel s'identifie avec Pro Santé Connect par CIBA, avec sa e-CPS
    Alors la session du logiciel est ouverte au nom du professionnel

    Exemples:
      | issue               |
      | refuse              |
      | laisse sans réponse |

  @PSC-05 @negatif @capacite.session.locale
  Plan du Scénario: Aucun autre niveau que celui attendu n'est demandé <mode>
    Étant donné un professionnel dont un compte local connaît le RPPS
    Et Pro Santé Connect demande d'attendre 1 seconde entre deux interrogations
    Et le professionnel s'est identifié avec Pro Santé Connect <mode>
    Et le professionnel s'est déconnecté
    Quand le professionnel s'identifie avec Pro Santé Connect <mode>
    Alors chaque demande d'identification porte le niveau "eidas1", et lui seul

    @capacite.psc.navigateur
    Exemples:
      | mode               |
      | dans le navigateur |

    @capacite.psc.ciba
    Exemples:
      | mode     |
      | par CIBA |

  @PSC-08 @capacite.session.locale
  Plan du Scénario: Après s'être déconnecté, le professionnel doit de nouveau s'authentifier <mode>
    Étant donné un professionnel dont un compte local connaît le RPPS
    Et Pro Santé Connect demande d'attendre 1 seconde entre deux interrogations
    Et le professionnel s'est identifié avec Pro Santé Connect <mode>
    Quand le professionnel se déconnecte
    Alors la session est close chez Pro Santé Connect
    Et la session du logiciel est fermée
    Et aucun jeton de cette session ne sert plus
    Quand le professionnel s'identifie avec Pro Santé Connect <mode>
    Alors le professionnel doit de nouveau s'authentifier
    Et la session du logiciel est ouverte au nom du professionnel

    @capacite.psc.navigateur
    Exemples:
      | mode               |
      | dans le navigateur |

    @capacite.psc.ciba
    Exemples:
      | mode     |
      | par CIBA |

    @capacite.psc.proxy
    Exemples:
      | mode                       |
      | à travers le Proxy e-Santé |
