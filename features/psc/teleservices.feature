# language: fr
@PSC
Fonctionnalité: Appeler les téléservices au nom du professionnel identifié
  La session ouverte avec Pro Santé Connect donne leur identité aux appels ; quand elle finit, ce
  qui en dépend finit avec elle.

  # La façon dont le jeton voyage jusqu'à INSi n'est pas publiée : rien n'est mieux qu'« À revoir ».
  @PSC-11 @capacite.session.locale @capacite.ins.psc @capacite.patient.creer @capacite.ins.rechercher @capacite.journal.appels
  Plan du Scénario: Rechercher l'INS d'un usager après s'être identifié <mode>
    Étant donné que le cabinet joint INSi avec l'identité Pro Santé Connect
    Et un professionnel dont un compte local connaît le RPPS
    Et Pro Santé Connect demande d'attendre 1 seconde entre deux interrogations
    Et le professionnel s'est identifié avec Pro Santé Connect <mode>
    Et un usager "LUCIE FONTAINE", au statut "provisoire"
    Quand le professionnel recherche l'INS de cet usager
    Alors INSi a reçu 1 appel à l'opération "recherche par traits"
    Et l'appel à INSi porte l'identité du professionnel
    Et l'appel à INSi <chemin>
    Et chaque jeton de Pro Santé Connect n'est échangé qu'une fois
    Et le journal du logiciel garde le mode d'authentification de l'appel
    Et le journal du logiciel garde l'utilisateur, la date et l'heure de chaque appel

    @capacite.psc.navigateur
    Exemples:
      | mode               | chemin                                |
      | dans le navigateur | part du logiciel avec son certificat  |

    @capacite.psc.proxy
    Exemples:
      | mode                       | chemin                       |
      | à travers le Proxy e-Santé | passe par le Proxy e-Santé   |

  @PSC-12 @negatif @capacite.session.locale @capacite.ins.psc @capacite.patient.creer @capacite.ins.rechercher
  Plan du Scénario: Pro Santé Connect refuse de prolonger la session ouverte <mode>
    Étant donné que le cabinet joint INSi avec l'identité Pro Santé Connect
    Et un professionnel dont un compte local connaît le RPPS
    Et Pro Santé Connect demande d'attendre 1 seconde entre deux interrogations
    Et les jetons d'accès de Pro Santé Connect vivent 3 secondes
    Et le professionnel s'est identifié avec Pro Santé Connect <mode>
    Et un usager "LUCIE FONTAINE", au statut "provisoire"
    Et Pro Santé Connect refuse de prolonger les sessions
    Quand le jeton d'accès arrive à échéance et le professionnel recherche l'INS de cet usager
    Alors le logiciel ne redemande pas sans fin ce qui lui est refusé
    Et la session Pro Santé Connect du logiciel est fermée
    Et le professionnel est informé qu'il doit s'identifier de nouveau

    @capacite.psc.navigateur
    Exemples:
      | mode               |
      | dans le navigateur |

    @capacite.psc.proxy
    Exemples:
      | mode                       |
      | à travers le Proxy e-Santé |
